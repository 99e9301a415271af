import { join } from "node:path";
import type { FetchHandler } from "../http/fetch-handler.ts";
import type { Spool } from "../spool/spool.ts";
import type { Unfinished } from "../unfinished.ts";
import { fileSpool } from "./file-spool.ts";

/** Milliseconds between two looks at what is unfinished: also at what other processes have left behind meanwhile. */
const LOOK_EVERY = 2_000;
/** Where unfinished work is kept when nobody says otherwise; from the folder that the process was started in. */
const DEFAULT_SPOOL = ".joinery/spool";

/**
 * Looks after what an integration has begun and not finished: keeps it in the folder that the environment variable
 * `JOINERY_SPOOL` names, `.joinery/spool` by default, unless the integration's own options say where; takes it up at once, and
 * then every two seconds. `serve` does so by itself; call it before the first request when another server listens. It works
 * in Bun and Deno too, and keeps no process alive.
 *
 * @param options.spool the folder, instead of what the environment names
 * @returns ends the looking
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toExpressHandler } from "@joinery/sdk/express";
 * import { lookAfter } from "@joinery/sdk/node";
 * import express from "express";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 * });
 * lookAfter(integration);
 * express().use(toExpressHandler(integration)).listen(3000);
 * ```
 */
export function lookAfter({ unfinished }: FetchHandler, { spool }: { spool?: string | undefined } = {}): () => void {
  if (unfinished === undefined) return () => undefined;
  keepInFolder(unfinished, spool);
  return lookNowAndThen(unfinished);
}

/** Opens the folder, unless the integration keeps it elsewhere. */
export function keepInFolder(unfinished: Unfinished, spool: string | undefined): void {
  const folder = spool ?? (process.env.JOINERY_SPOOL || DEFAULT_SPOOL);
  unfinished.keepIn((serviceId) => openSpool(join(folder, encodeURIComponent(serviceId))));
}

/** Settles what is unfinished now and from time to time, until told to stop. */
export function lookNowAndThen(unfinished: Unfinished): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  async function look(): Promise<void> {
    await unfinished.settle();
    if (!isOver) timer = setTimeout(() => void look(), LOOK_EVERY).unref();
  }
  void look();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

function openSpool(folder: string): Spool {
  try {
    return fileSpool(folder);
  } catch (cause) {
    const remedy = 'Name one that can be in JOINERY_SPOOL, or give the integration `spool: "none"`.';
    throw new Error(`The folder for unfinished work can't be written. ${remedy}`, { cause });
  }
}
