import { Problem } from "@joinery/contract";
import type { AuditAction, ChangeEndpointBody, CreateEndpointBody } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import { deleteDeliveriesOf, holdDeliveries } from "./delivery-store.ts";
import { faultsOfEndpoint } from "./endpoint-address.ts";
import { deleteEndpointRow, type EndpointRow, insertEndpoint, lockEndpoint, updateEndpoint } from "./endpoint-store.ts";
import { sendWaiting } from "./send-waiting.ts";
import { drawEventSecret } from "./sign-event.ts";

/** Which administrator acts. */
export interface Actor {
  organisationId: string;
  userId: string;
  requestId: string;
}

/** Both are sent for so long after a rotation: time for a receiver to change over. */
const OLD_SECRET_LASTS_MS = 24 * 60 * 60_000;

/** Registers an endpoint; its secret is answered this once. */
export async function createEndpoint(
  context: Context,
  actor: Actor,
  body: CreateEndpointBody,
): Promise<{ endpointId: string; secret: string }> {
  refuseFaults(context, body.url, body.allowed_networks);
  const endpointId = crypto.randomUUID();
  const secret = drawEventSecret();
  const vault = await context.vault.of(actor.organisationId);
  const now = context.clock();
  await context.transact(async (tx) => {
    await insertEndpoint(tx, {
      organisation_id: actor.organisationId,
      endpoint_id: endpointId,
      url: body.url,
      description: body.description,
      types: JSON.stringify(body.types),
      allowed_networks: JSON.stringify(body.allowed_networks),
      sealed_secret: vault.seal({ owner: endpointId, field: "event_secret" }, secret),
      enabled: true,
      created_at: now,
    });
    await note(tx, actor, "event_endpoint.registered", { at: now, endpointId });
  });
  return { endpointId, secret };
}

/** Changes an endpoint. Switched off, it is sent nothing and what waits goes on waiting; switched on, that is sent at once. */
export async function changeEndpoint(
  context: Context,
  actor: Actor,
  endpointId: string,
  { types, allowed_networks, enabled, ...plain }: ChangeEndpointBody,
): Promise<EndpointRow> {
  const ref = { organisationId: actor.organisationId, endpointId };
  const now = context.clock();
  return context.transact(async (tx) => {
    const before = await lockEndpoint(tx, ref);
    if (before === undefined) throw new Problem("EVENT_ENDPOINT_NOT_FOUND");
    refuseFaults(context, plain.url ?? before.url, allowed_networks ?? before.allowed_networks);
    const after = await updateEndpoint(tx, ref, {
      url: plain.url ?? before.url,
      description: plain.description ?? before.description,
      types: JSON.stringify(types ?? before.types),
      allowed_networks: JSON.stringify(allowed_networks ?? before.allowed_networks),
      ...(enabled === true ? { enabled, disabled_reason: null, disabled_at: null, failing_since: null } : {}),
      ...(enabled === false && before.enabled
        ? { enabled, disabled_reason: "administrator" as const, disabled_at: now }
        : {}),
    });
    if (enabled === true && !before.enabled) await sendWaiting(context, tx, ref, { now, anew: true });
    if (enabled === false) await holdDeliveries(tx, ref);
    await note(tx, actor, "event_endpoint.changed", { at: now, endpointId, enabled: after?.enabled ?? false });
    return after ?? before;
  });
}

/** Makes a new secret, answered this once. For a day events are signed with the old one as well. */
export async function rotateEventSecret(context: Context, actor: Actor, endpointId: string): Promise<string> {
  const ref = { organisationId: actor.organisationId, endpointId };
  const vault = await context.vault.of(actor.organisationId);
  const secret = drawEventSecret();
  const now = context.clock();
  await context.transact(async (tx) => {
    const before = await lockEndpoint(tx, ref);
    if (before === undefined) throw new Problem("EVENT_ENDPOINT_NOT_FOUND");
    const old = vault.open({ owner: endpointId, field: "event_secret" }, before.sealed_secret);
    await updateEndpoint(tx, ref, {
      sealed_secret: vault.seal({ owner: endpointId, field: "event_secret" }, secret),
      sealed_old_secret: vault.seal({ owner: endpointId, field: "old_event_secret" }, old),
      old_secret_until: new Date(now.getTime() + OLD_SECRET_LASTS_MS),
    });
    await note(tx, actor, "event_endpoint.secret_rotated", { at: now, endpointId });
  });
  return secret;
}

/** Removes an endpoint with its log; what was to be sent to it is not. */
export async function removeEndpoint(context: Context, actor: Actor, endpointId: string): Promise<void> {
  const ref = { organisationId: actor.organisationId, endpointId };
  await context.transact(async (tx) => {
    if ((await lockEndpoint(tx, ref)) === undefined) throw new Problem("EVENT_ENDPOINT_NOT_FOUND");
    await deleteDeliveriesOf(tx, ref);
    await deleteEndpointRow(tx, ref);
    await note(tx, actor, "event_endpoint.removed", { at: context.clock(), endpointId });
  });
}

function refuseFaults({ development }: Context, url: string, networks: readonly string[]): void {
  const errors = faultsOfEndpoint({ url, networks }, { development });
  if (errors.length > 0) throw new Problem("BAD_REQUEST", { errors });
}

/** An address can hold a secret, so the audit names endpoints by their id. */
function note(
  tx: Tx,
  { organisationId, userId, requestId }: Actor,
  action: AuditAction,
  { at, endpointId, ...rest }: { at: Date; endpointId: string; enabled?: boolean },
): Promise<void> {
  const detail = { endpoint: endpointId, ...rest };
  return record(tx, { organisationId, at, action, actorId: userId, detail, requestId });
}
