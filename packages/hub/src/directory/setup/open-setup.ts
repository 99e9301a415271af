import type { Context } from "../../context.ts";
import { lockAdministrators } from "../people-store.ts";
import { drawSetupCode } from "./setup-code.ts";
import { findSetupCode, hasAdministrator, replaceSetupCode } from "./store.ts";

/** How often somebody may mistype; after that only a new start of the hub makes a new code. */
export const SETUP_TRIES = 5;

/**
 * Makes the one-time code that turns somebody who is signed in into the first administrator. Call it at the start of a hub
 * and print the answer where only the operator reads: whoever can read it could also change the settings. `undefined` when
 * somebody administers the hub already. Each start makes a new code; the newest counts.
 */
export async function openSetup(context: Context, organisationId: string): Promise<string | undefined> {
  const code = drawSetupCode();
  const isMade = await context.transact(async (tx) => {
    const administrators = await lockAdministrators(tx, organisationId);
    if (administrators.length > 0) return false;
    await replaceSetupCode(tx, organisationId, context.digests.of("setup", code), context.clock());
    return true;
  });
  return isMade ? code : undefined;
}

/** Whether a code waits to be entered. */
export async function isSetupOpen({ db }: Context, organisationId: string): Promise<boolean> {
  const row = await findSetupCode(db, organisationId);
  if (row === undefined || row.used_at !== null || row.attempts >= SETUP_TRIES) return false;
  return !(await hasAdministrator(db, organisationId));
}
