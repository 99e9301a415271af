import type { LinkedAccountRow } from "../accounts/store.ts";
import { findAccountOfOrganisation } from "../accounts/store.ts";
import type { Promised } from "./promise.fixture.ts";

/** The data of the events of one type, the first one first. */
export async function eventsOf({ hub }: Promised, type: "account.disconnected"): Promise<unknown[]> {
  const rows = await hub.hub.context.db
    .selectFrom("events")
    .select("data")
    .where("organisation_id", "=", hub.organisationId)
    .where("type", "=", type)
    .orderBy("sequence")
    .execute();
  return rows.map(({ data }) => data);
}

/** What the audit holds of one action, the first one first. */
export async function auditedOf({ hub }: Promised, action: string): Promise<unknown[]> {
  const rows = await hub.hub.context.db
    .selectFrom("audit_events")
    .select(["actor_id", "detail"])
    .where("organisation_id", "=", hub.organisationId)
    .where("action", "=", action)
    .orderBy("at")
    .execute();
  return rows;
}

/** The linked account as it is stored. */
export async function accountOf({ hub, account }: Promised): Promise<LinkedAccountRow> {
  const ref = { organisationId: hub.organisationId, linkedAccountId: account };
  const row = await findAccountOfOrganisation(hub.hub.context.db, ref);
  if (row === undefined) throw new Error("The account is not stored.");
  return row;
}
