import { Problem } from "@joinery/contract";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { isSame } from "../../secrets/digests.ts";
import { lockPerson, type PersonRef } from "../people.ts";
import { updatePerson } from "../people-store.ts";
import { SETUP_TRIES } from "./open-setup.ts";
import { readSetupCode } from "./setup-code.ts";
import { countSetupAttempt, hasAdministrator, markSetupUsed } from "./store.ts";

/** Makes somebody the first administrator, when they know the code that the hub's start has printed. */
export async function becomeAdministrator(
  context: Context,
  person: PersonRef,
  typed: string,
  requestId: string,
): Promise<void> {
  const digest = context.digests.of("setup", readSetupCode(typed));
  const now = context.clock();
  const isRight = await context.transact(async (tx) => {
    // Counted first: of many tries at the same moment none is free.
    const code = await countSetupAttempt(tx, person.organisationId);
    if (code === undefined || code.used_at !== null || code.attempts > SETUP_TRIES) return false;
    const isTaken = await hasAdministrator(tx, person.organisationId, context);
    const isKnown = !isTaken && isSame(code.code_digest, digest);
    const row = isKnown ? await lockPerson(tx, person) : undefined;
    const isActive = row?.account_status === "active" && row.deleted_at === null;
    await record(tx, {
      organisationId: person.organisationId,
      at: now,
      action: isActive ? "setup.completed" : "setup.refused",
      actorId: person.userId,
      requestId,
    });
    if (!isActive) return false;
    await markSetupUsed(tx, person.organisationId, person.userId, now);
    await updatePerson(tx, person, { role: "administrator" });
    return true;
  });
  if (!isRight) throw new Problem("SETUP_CODE_WRONG");
}
