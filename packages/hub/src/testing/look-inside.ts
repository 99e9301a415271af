import type { LinkedAccount } from "@joinery/contract";
import type { AuditRow, PageOf } from "@joinery/contract/pages";
import { type FlowRow, findFlow } from "../connect/store.ts";
import { dataOf, type Held, type PersonName, type TestHub, type TestIntegration } from "./start-hub.ts";

/** The code of a refusal, or "OK". */
export async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

/** A flow as it is stored. */
export async function flowIn(hub: TestHub, flowId: string): Promise<FlowRow> {
  const row = await findFlow(hub.hub.context.db, { organisationId: hub.organisationId, flowId });
  if (row === undefined) throw new Error("The flow is not stored.");
  return row;
}

/** What the audit holds of one action, oldest first, as the administrator reads it. */
export async function auditOf(hub: TestHub, action: string): Promise<AuditRow[]> {
  const page = await dataOf<PageOf<AuditRow>>(await hub.as("ada").get("/api/admin/audit"));
  return page.rows.filter((row) => row.action === action).reverse();
}

/**
 * Opens the hub's connections to the database before a race begins; otherwise whoever comes first has the only open one
 * and is done before the others can take part.
 */
export async function openConnections(hub: TestHub): Promise<void> {
  await Promise.all(Array.from({ length: 10 }, () => hub.as("ada").get("/api/me")));
}

/** Makes a person inactive, as a directory would. */
export async function deactivate(hub: TestHub, person: PersonName): Promise<void> {
  await hub.hub.context.db
    .updateTable("users")
    .set({ account_status: "inactive" })
    .where("organisation_id", "=", hub.organisationId)
    .where("user_id", "=", hub.users[person])
    .execute();
}

/** Turns the kill switch of an integration, as the administrator does. */
export async function setEnabled(hub: TestHub, integration: TestIntegration, enabled: boolean): Promise<void> {
  await dataOf(await hub.as("ada").patch(`/api/admin/integrations/${integration.service_id}`, { enabled }));
}

/** Presses Connect. */
export function pressConnect(
  hub: TestHub,
  integration: TestIntegration,
  person: PersonName,
  headers: Record<string, string> = {},
): Promise<Response> {
  const path = `/connector/${integration.service_id}/auth/${integration.auth_id}`;
  return hub.as(person).post(path, undefined, headers);
}

/** The headers with which an integration proves that a save belongs to a claimed flow. */
export function proofOf(held: Held): Record<string, string> {
  return { "joinery-flow": held.flow, "joinery-claim": held.claim, "idempotency-key": held.flow };
}

/** Saves an account through the API of an integration. */
export function saveFor(
  hub: TestHub,
  integration: TestIntegration,
  person: PersonName,
  headers: Record<string, string> = {},
  fields: Record<string, unknown> = {},
): Promise<Response> {
  const body = { auth_id: integration.auth_id, external_account_id: "john.doe", access_token: "at-1", ...fields };
  return integration.api.post(`/v2/user/${hub.users[person]}/linked-accounts`, body, headers);
}

/** The live accounts of a person, as their integration lists them. */
export async function accountsOf(
  hub: TestHub,
  integration: TestIntegration,
  person: PersonName,
): Promise<LinkedAccount[]> {
  return dataOf(await integration.api.get(`/v2/user/${hub.users[person]}/linked-accounts`));
}
