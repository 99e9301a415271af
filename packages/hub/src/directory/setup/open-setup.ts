import type { Context } from "../../context.ts";
import { isSame } from "../../secrets/digests.ts";
import { lockDirectory } from "../people-store.ts";
import { spellSetupCode } from "./setup-code.ts";
import { findSetupCode, hasAdministrator, replaceSetupCode, type SetupCodeRow } from "./store.ts";

/** How often somebody may mistype; after that only a new start of the hub makes a new code. */
export const SETUP_TRIES = 5;

/**
 * Makes the one-time code that turns somebody who is signed in into the first administrator. Call it at the start of a hub
 * and print the answer where only the operator reads: whoever can read it could also change the settings. `undefined` when
 * somebody administers the hub already.
 *
 * All processes of a hub print the same code, whichever starts last: it stays until it was used or mistyped too often. It is
 * made from the master key and the time of its making, so the database holds nothing from which it could be read.
 */
export function openSetup(context: Context, organisationId: string): Promise<string | undefined> {
  const { clock, digests, transact } = context;
  return transact(async (tx) => {
    // Processes that start together agree on one code.
    await lockDirectory(tx, organisationId);
    if (await hasAdministrator(tx, organisationId, context)) return undefined;
    const standing = await findSetupCode(tx, organisationId);
    const known = isUsable(standing) ? codeOf(context, organisationId, standing.created_at) : undefined;
    if (known !== undefined && isSame(digests.of("setup", known), standing?.code_digest ?? "")) return known;
    const now = clock();
    const code = codeOf(context, organisationId, now);
    await replaceSetupCode(tx, organisationId, digests.of("setup", code), now);
    return code;
  });
}

/** Whether a code waits to be entered. */
export async function isSetupOpen(context: Context, organisationId: string): Promise<boolean> {
  if (!isUsable(await findSetupCode(context.db, organisationId))) return false;
  return !(await hasAdministrator(context.db, organisationId, context));
}

function isUsable(row: SetupCodeRow | undefined): row is SetupCodeRow {
  return row !== undefined && row.used_at === null && row.attempts < SETUP_TRIES;
}

function codeOf({ digests }: Context, organisationId: string, madeAt: Date): string {
  const digest = digests.of("setup-code", `${organisationId}\n${madeAt.toISOString()}`);
  return spellSetupCode(Buffer.from(digest, "base64url"));
}
