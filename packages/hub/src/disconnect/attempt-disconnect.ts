import { Problem } from "@joinery/contract";
import { type LinkedAccountRow, markGone } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { IntegrationReply } from "../connector/call-integration.ts";
import { wrongAnswer } from "../connector/connector-failure.ts";
import { proxy } from "../connector/proxy.ts";
import { type Acknowledgement, readAcknowledgement } from "../connector/read-acknowledgement.ts";
import { parseRest } from "../connector/rest-path.ts";
import type { Context } from "../context.ts";
import { getIntegration } from "../integrations/store.ts";
import type { Asker } from "./disconnect-account.ts";
import { markAcknowledged, markAttemptFailed, markReadable, markRevocation } from "./store.ts";

/** From the beginning of an attempt on its integration may read the tokens for this long, to withdraw them. */
const READABLE_MS = 60_000;

/** Tells the integration once. A failure is noted on the receipt and is no error: the account stays out either way. */
export async function attemptDisconnect(context: Context, account: LinkedAccountRow, asker: Asker): Promise<void> {
  const ref = { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id };
  const integration = await getIntegration(context.db, { ...ref, serviceId: account.service_id });
  const call = {
    method: "DELETE",
    rest: parseRest(`/linked-accounts/${account.linked_account_id}`, ""),
    headers: new Headers({ accept: "application/json" }),
    body: new Uint8Array(),
    // Always the owner, also when an administrator started it (contract 1.1).
    userId: account.user_id,
    actorId: asker.actorId,
    requestId: asker.requestId,
  };
  await markReadable(context.db, ref, new Date(context.clock().getTime() + READABLE_MS));
  try {
    const acknowledgement = await proxy(context, integration, call, readOrRefuse);
    await acknowledge(context, account, acknowledgement, asker);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    await markAttemptFailed(context.db, ref, error.code, context.clock());
  }
}

function readOrRefuse(reply: IntegrationReply): Acknowledgement {
  const acknowledgement = readAcknowledgement(reply);
  if (acknowledgement.state === "waiting") throw wrongAnswer(acknowledgement.detail ?? "", reply.status);
  return acknowledgement;
}

async function acknowledge(
  { clock, transact }: Context,
  account: LinkedAccountRow,
  { state, report }: Acknowledgement,
  { actorId, requestId }: Asker,
): Promise<void> {
  const ref = { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id };
  const now = clock();
  const word = state === "unknown_account" ? "unknown_account" : "acknowledged";
  await transact(async (tx) => {
    // The account before its receipt, as in deleteAccount: in the other order the two could wait for each other for ever.
    await markGone(tx, ref, now);
    const isFirstWord = await markAcknowledged(tx, ref, word, now);
    if (report !== undefined) {
      await markRevocation(tx, ref, { revocation: report.revocation, detail: report.detail ?? null }, now);
    }
    if (!isFirstWord) return;
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "account.disconnected",
      actorId,
      subjectId: account.user_id,
      serviceId: account.service_id,
      detail: { linked_account: ref.linkedAccountId, acknowledgement: word, revocation: report?.revocation ?? null },
      requestId,
    });
  });
}
