import type { Context } from "../context.ts";
import type { JobData } from "../jobs/jobs.ts";
import type { OrganisationVault } from "../secrets/vault.ts";
import type { Tx } from "../store/tables.ts";
import {
  type DeliveryRecord,
  hasEarlierWaiting,
  lockWaitingDelivery,
  markAttempting,
  markPostponed,
} from "./delivery-store.ts";
import { endAttempt } from "./end-attempt.ts";
import { type EndpointRow, getEndpoint } from "./endpoint-store.ts";
import { type EventRow, findEvent } from "./event-store.ts";
import type { SendOutcome } from "./send-outcome.ts";
import { signEvent, toHubEvent } from "./sign-event.ts";

/** An attempt that a crash interrupts is taken up after this; longer than an attempt may take. */
const ATTEMPT_LASTS_MS = 30_000;
/** What must wait for another delivery looks again after this. */
const LOOK_AGAIN_MS = 1_000;
/**
 * For so long an event lets those behind it wait. After that order is given up, `sequence` tells: one event that an
 * endpoint can't digest must not keep all others of its account away for three days.
 */
const ORDER_KEPT_MS = 5 * 60_000;

/** A delivery that this process has taken up. */
interface TakenUp {
  delivery: DeliveryRecord;
  endpoint: EndpointRow;
  event: EventRow;
  secrets: string[];
}

/** The job `event.deliver`: one attempt, unless it is not the time for it; then the job is sent again for later. */
export async function deliverEvent(context: Context, job: JobData["event.deliver"]): Promise<void> {
  const vault = await context.vault.of(job.organisationId);
  const taken = await context.transact((tx) => takeUp(context, tx, vault, job));
  if (taken === undefined) return;
  const outcome = await attempt(context, taken);
  await context.transact((tx) => endAttempt(context, tx, taken, outcome));
}

async function takeUp(
  context: Context,
  tx: Tx,
  vault: OrganisationVault,
  job: JobData["event.deliver"],
): Promise<TakenUp | undefined> {
  const delivery = await lockWaitingDelivery(tx, job);
  if (delivery === undefined) return undefined;
  const { organisation_id: organisationId, event_id: eventId, endpoint_id: endpointId } = delivery;
  const endpoint = await getEndpoint(tx, { organisationId, endpointId });
  // It waits for its endpoint to be switched on, which sends a job of its own.
  if (!endpoint.enabled) return void (await markPostponed(tx, job, null));
  const now = context.clock();
  const dueAt = await dueTimeOf(context, tx, delivery, now);
  if (dueAt > now) {
    await markPostponed(tx, job, dueAt);
    await context.jobs.send(tx, "event.deliver", job, { waitMs: dueAt.getTime() - now.getTime() });
    return undefined;
  }
  const event = await findEvent(tx, { organisationId, eventId });
  if (event === undefined) return undefined;
  await markAttempting(tx, job, new Date(now.getTime() + ATTEMPT_LASTS_MS));
  return { delivery, event, endpoint, secrets: secretsOf(vault, endpoint, now) };
}

/** When an attempt may be made: now, unless it was put off, another process is at it, or others come first. */
async function dueTimeOf(context: Context, tx: Tx, delivery: DeliveryRecord, now: Date): Promise<Date> {
  const { next_attempt_at: dueAt, attempting_until: attemptingUntil } = delivery;
  if (attemptingUntil !== null && attemptingUntil > now) return attemptingUntil;
  if (dueAt !== null && dueAt > now) return dueAt;
  // One that was itself put off behind another is due within that time, and must not be overtaken.
  const order = {
    youngSince: new Date(now.getTime() - ORDER_KEPT_MS),
    dueBy: new Date(now.getTime() + LOOK_AGAIN_MS),
  };
  const mustWait =
    context.eventSender.isBusy(delivery.endpoint_id) ||
    (!delivery.replay && (await hasEarlierWaiting(tx, delivery, order)));
  return mustWait ? new Date(now.getTime() + LOOK_AGAIN_MS) : now;
}

async function attempt(context: Context, { endpoint, event, secrets }: TakenUp): Promise<SendOutcome> {
  const body = JSON.stringify(toHubEvent(event));
  return context.eventSender.send({
    endpointId: endpoint.endpoint_id,
    url: endpoint.url,
    allowedNetworks: endpoint.allowed_networks,
    headers: signEvent(event.event_id, context.clock(), body, secrets),
    body,
  });
}

/** The secret of an endpoint, and for a while after a rotation also the one before. */
function secretsOf(vault: OrganisationVault, endpoint: EndpointRow, now: Date): string[] {
  const owner = endpoint.endpoint_id;
  const secret = vault.open({ owner, field: "event_secret" }, endpoint.sealed_secret);
  const { sealed_old_secret: sealedOld, old_secret_until: oldUntil } = endpoint;
  if (sealedOld === null || oldUntil === null || oldUntil <= now) return [secret];
  return [secret, vault.open({ owner, field: "old_event_secret" }, sealedOld)];
}
