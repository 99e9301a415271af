import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import { insertAttempt } from "./delivery-log-store.ts";
import { type AttemptEnd, type DeliveryRecord, holdDeliveries, markAttempted } from "./delivery-store.ts";
import { type EndpointRow, markDisabled, markFailing, markReached } from "./endpoint-store.ts";
import { GIVE_UP_AFTER_MS, readRetryAfter, retryDelayMs } from "./retry-delay.ts";
import type { SendOutcome } from "./send-outcome.ts";
import { sendWaiting } from "./send-waiting.ts";

/** Shorter absences are over with the next attempts; and an event that alone fails is not tried after every success. */
const AWAY_MS = 10 * 60_000;

/** Notes how an attempt ended and sees to the next one. The endpoint before its deliveries, as everywhere. */
export async function endAttempt(
  context: Context,
  tx: Tx,
  { delivery, endpoint }: { delivery: DeliveryRecord; endpoint: EndpointRow },
  outcome: SendOutcome,
): Promise<void> {
  const now = context.clock();
  const organisationId = delivery.organisation_id;
  const ref = { organisationId, deliveryId: delivery.delivery_id };
  const end =
    outcome.problem === null
      ? await endDelivered(tx, delivery, now)
      : await endFailed(tx, delivery, { url: endpoint.url, outcome, now });
  const number = await markAttempted(tx, ref, end);
  // Removed with its endpoint meanwhile, or ended by a second attempt after a crash.
  if (number === undefined) return;
  await insertAttempt(tx, {
    organisation_id: organisationId,
    delivery_id: delivery.delivery_id,
    number,
    at: now,
    status: outcome.status,
    duration_ms: outcome.durationMs,
    problem: outcome.problem,
  });
  if (end.nextAttemptAt !== null) {
    await context.jobs.send(tx, "event.deliver", ref, { dueAt: end.nextAttemptAt });
  }
  if (end.state === "delivered" && hasBeenAway(endpoint, now)) {
    await sendWaiting(context, tx, endpointOf(delivery), { now, anew: false });
  }
}

/** An endpoint that was away gets what has gathered at once and in order, instead of hours later, each in its own time. */
function hasBeenAway({ failing_since: failingSince }: EndpointRow, now: Date): boolean {
  return failingSince !== null && now.getTime() - failingSince.getTime() >= AWAY_MS;
}

async function endDelivered(tx: Tx, delivery: DeliveryRecord, now: Date): Promise<AttemptEnd> {
  await markReached(tx, endpointOf(delivery));
  return { state: "delivered", deliveredAt: now, nextAttemptAt: null, giveUpAt: null };
}

async function endFailed(
  tx: Tx,
  delivery: DeliveryRecord,
  { url, outcome, now }: { url: string; outcome: SendOutcome; now: Date },
): Promise<AttemptEnd> {
  const endpoint = await markFailing(tx, { ...endpointOf(delivery), url }, now);
  const giveUpAt = delivery.give_up_at ?? new Date(now.getTime() + GIVE_UP_AFTER_MS);
  const end = { deliveredAt: null, nextAttemptAt: null, giveUpAt };
  // An administrator has named another address while the one before was being asked: that one is asked next.
  if (endpoint === undefined) return { ...end, giveUpAt: delivery.give_up_at, state: "waiting", nextAttemptAt: now };
  const reason = reasonToDisable(endpoint, outcome, now);
  if (reason !== undefined) await disable(tx, delivery, reason, now);
  if (outcome.problem === "GONE" || now >= giveUpAt) return { ...end, state: "failed" };
  if (!endpoint.enabled || reason !== undefined) return { ...end, state: "waiting" };
  const delay = retryDelayMs(delivery.attempts + 1, Math.random(), readRetryAfter(outcome.retryAfter, now));
  const nextAttemptAt = new Date(Math.min(now.getTime() + delay, giveUpAt.getTime()));
  return { ...end, state: "waiting", nextAttemptAt };
}

function reasonToDisable(endpoint: EndpointRow, { problem }: SendOutcome, now: Date): "gone" | "failing" | undefined {
  if (problem === "GONE") return "gone";
  const failingSince = endpoint.failing_since ?? now;
  return now.getTime() - failingSince.getTime() >= GIVE_UP_AFTER_MS ? "failing" : undefined;
}

/** Nothing more is sent until an administrator switches the endpoint on again; what waits goes on waiting. */
async function disable(tx: Tx, delivery: DeliveryRecord, reason: "gone" | "failing", now: Date): Promise<void> {
  const ref = endpointOf(delivery);
  if (!(await markDisabled(tx, ref, reason, now))) return;
  await holdDeliveries(tx, ref);
  await record(tx, {
    organisationId: ref.organisationId,
    at: now,
    action: "event_endpoint.disabled",
    detail: { endpoint: ref.endpointId, reason },
  });
}

function endpointOf(delivery: DeliveryRecord) {
  return { organisationId: delivery.organisation_id, endpointId: delivery.endpoint_id };
}
