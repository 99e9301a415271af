import { Problem } from "@joinery/contract";
import { findAccountOfOrganisation, type LinkedAccountRow } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { IntegrationReply } from "../connector/call-integration.ts";
import { ConnectorFailure } from "../connector/connector-failure.ts";
import { proxy } from "../connector/proxy.ts";
import { type Acknowledgement, readAcknowledgement } from "../connector/read-acknowledgement.ts";
import { parseRest } from "../connector/rest-path.ts";
import type { Context } from "../context.ts";
import { getIntegration } from "../integrations/store.ts";
import { acknowledge } from "./acknowledge.ts";
import { type Claim, markAttemptBegun, markAttemptFailed } from "./attempt-store.ts";
import { decideNextAttempt } from "./next-attempt.ts";
import type { DisconnectRow } from "./store.ts";

/** On whose behalf an integration is told, and under which name the call stands in the administrator's list. */
export interface Asker {
  actorId: string;
  requestId: string;
}

/** Longer than any call to an integration takes; who began an attempt and was killed is waited for so long. */
const ATTEMPT_MS = 15_000;
/** How long an integration may read the tokens from the begin of an attempt on, for withdrawing them. */
const READABLE_MS = 60_000;

/**
 * Tells the integration once, unless somebody else is just doing it or a renewal of the tokens is running. A failure is noted
 * on the receipt and is no error: the account stays out either way.
 */
export async function attemptDisconnect(
  context: Context,
  { organisation_id, linked_account_id }: Pick<LinkedAccountRow, "organisation_id" | "linked_account_id">,
  asker: Asker,
  claim: Claim = "open",
): Promise<void> {
  const ref = { organisationId: organisation_id, linkedAccountId: linked_account_id };
  const now = context.clock();
  // Whoever renews the tokens goes first; no new lease is given once disconnecting (contract 2.4).
  const account = await findAccountOfOrganisation(context.db, ref);
  if (account === undefined || isBeingRenewed(account, now)) return;
  const attemptingUntil = new Date(now.getTime() + ATTEMPT_MS);
  const readableUntil = new Date(now.getTime() + READABLE_MS);
  const disconnect = await markAttemptBegun(context.db, ref, { claim, now, attemptingUntil, readableUntil });
  if (disconnect === undefined) return;
  try {
    await acknowledge(context, account, await tell(context, account, asker), asker);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await noteFailure(context, disconnect, error, attemptingUntil);
  }
}

/** Whether a renewal is running that the disconnect has to wait for. */
export function isBeingRenewed(account: Pick<LinkedAccountRow, "lease_until">, now: Date): boolean {
  return account.lease_until !== null && account.lease_until > now;
}

async function tell(context: Context, account: LinkedAccountRow, asker: Asker): Promise<Acknowledgement> {
  const ref = { organisationId: account.organisation_id, serviceId: account.service_id };
  const call = {
    method: "DELETE",
    rest: parseRest(`/linked-accounts/${account.linked_account_id}`, ""),
    headers: new Headers({ accept: "application/json" }),
    body: new Uint8Array(),
    // Always the owner, also when an administrator started it (contract 1.1).
    userId: account.user_id,
    ...asker,
  };
  const readOrRefuse = (reply: IntegrationReply) => {
    const acknowledgement = readAcknowledgement(reply, context.clock());
    if (acknowledgement.state !== "waiting") return acknowledgement;
    const { detail = "", retryAfterSeconds } = acknowledgement;
    throw new ConnectorFailure("INTEGRATION_ANSWER_WRONG", detail, {
      answerStatus: reply.status,
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    });
  };
  return proxy(context, await getIntegration(context.db, ref), call, readOrRefuse);
}

/** Writes down what went wrong, and in the same transaction when it is tried again, or that it no longer is. */
async function noteFailure(
  context: Context,
  disconnect: DisconnectRow,
  { code, retryAfterSeconds }: Problem,
  attemptingUntil: Date,
): Promise<void> {
  const ref = { organisationId: disconnect.organisation_id, linkedAccountId: disconnect.linked_account_id };
  const now = context.clock();
  const schedule = disconnect.stopped_at === null ? nextOf(disconnect, now, retryAfterSeconds) : undefined;
  const stoppedAt = schedule === undefined ? (disconnect.stopped_at ?? now) : null;
  const failed = { attemptingUntil, problem: code, nextAttemptAt: schedule?.at ?? null, stoppedAt };
  await context.transact(async (tx) => {
    if (!(await markAttemptFailed(tx, ref, failed))) return;
    if (schedule?.isNew) await context.jobs.send(tx, "disconnect.attempt", ref, { dueAt: schedule.at });
    if (stoppedAt !== null && disconnect.stopped_at === null) {
      await record(tx, {
        organisationId: ref.organisationId,
        at: now,
        action: "account.disconnect_stopped",
        subjectId: disconnect.user_id,
        serviceId: disconnect.service_id,
        detail: { linked_account: ref.linkedAccountId, attempts: disconnect.attempts, problem: code },
      });
    }
  });
}

/** An attempt out of turn does not put off the next one, unless the integration asks for time. */
function nextOf(disconnect: DisconnectRow, now: Date, retryAfterSeconds: number | undefined) {
  const { requested_at: requestedAt, attempts, next_attempt_at: planned } = disconnect;
  const at = decideNextAttempt({ requestedAt, attempts, now, retryAfterSeconds, random: Math.random() });
  if (at === undefined) return undefined;
  const isPlanned = planned !== null && planned > now && planned <= at && retryAfterSeconds === undefined;
  return isPlanned ? { at: planned, isNew: false } : { at, isNew: true };
}
