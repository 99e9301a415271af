import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Exchange, Workshop, WorkshopKind } from "@joinery/contract/workshop";
import { openDatabase } from "@joinery/hub";
import { serveWorkshop, startWorkshop } from "@joinery/workshop";
import type { WorkshopAccess } from "./open-workshop.ts";
import { findPagesFolder } from "./pages-folder.ts";

/** What is started around an integration. */
export interface AroundOptions {
  kind: WorkshopKind;
  /** 0 finds free ones. */
  port: number;
  upstream: URL;
  redirectUris?: readonly string[];
  /** Where ids, secrets and accounts are kept; in memory unless given. */
  folder?: string;
}

/** Hub, Acme Desk, inspector, and how to talk to them. */
export interface Around extends AsyncDisposable {
  workshop: Workshop;
  access: WorkshopAccess;
  /** What the integration is started with. */
  environment: Readonly<Record<string, string>>;
  /** Whether hub and inspector have their pages. */
  hasPages: boolean;
  /** Tells each exchange once, when it is over. */
  onExchange(listener: (exchange: Exchange) => void): void;
}

/** Starts hub, Acme Desk and the workshop's own server. */
export async function startAround({ kind, port, folder, upstream, redirectUris = [] }: AroundOptions): Promise<Around> {
  const pagesFolder = findPagesFolder();
  const running = await startWorkshop({
    kind,
    port,
    redirectUris: () => redirectUris,
    upstream: upstream.href.replace(/\/$/, ""),
    openDatabase: () => openDatabase({ engine: "pglite", ...(folder && { folder: join(folder, "database") }) }),
    ...(folder === undefined ? {} : { folder }),
    ...(pagesFolder === undefined ? {} : { pagesFolder }),
    log: logProblems,
  });
  const token = randomBytes(32).toString("base64url");
  const { recorder } = running.inspector;
  try {
    const served = await serveWorkshop({
      workshop: running.workshop,
      recorder,
      port: running.workshopPort,
      token,
      pagesFolder,
    });
    return {
      workshop: running.workshop,
      access: { url: served.url, token },
      environment: running.environment,
      hasPages: pagesFolder !== undefined,
      onExchange(listener) {
        const told = new Set<string>();
        recorder.onChange((exchange) => {
          if (exchange.duration_ms === null || told.has(exchange.id)) return;
          told.add(exchange.id);
          listener(exchange);
        });
      },
      async [Symbol.asyncDispose]() {
        await served.close();
        await running.close();
      },
    };
  } catch (error) {
    await running.close();
    throw error;
  }
}

/** The hub's log is for its administrator; here only what went wrong matters. */
function logProblems(level: string, event: string, fields: object = {}): void {
  if (level === "error") console.error(JSON.stringify({ level, event, ...fields }));
}
