import { sql } from "kysely";
import type { Twins } from "./start-twins.ts";
import { LABELS, type Walker } from "./walker.ts";

/** What is left of a journey, in the hub's tables and at the service, without ids, times and names. */
export type EndState = Awaited<ReturnType<typeof readEndState>>;

/** Begun again by every press and every reload; what is made of it counts. */
const REPEATABLE_ACTIONS = ["connect.started", "connect.verified"];

/** Reads how the journey of one of the twins has ended. */
export async function readEndState(twins: Twins, { person, names }: Walker) {
  const { db } = twins.world;
  const { userId } = person;
  const accounts = await db
    .selectFrom("linked_accounts")
    .selectAll()
    .select(sql<boolean>`sealed_access_token is not null`.as("has_access_token"))
    .select(sql<boolean>`sealed_refresh_token is not null`.as("has_refresh_token"))
    .where("user_id", "=", userId)
    .orderBy("created_at")
    .execute();
  const nth = (id: string | null) => accounts.findIndex(({ linked_account_id }) => linked_account_id === id);
  const labelOf = (name: string) => LABELS.find((label) => names[label] === name);

  const flows = await db
    .selectFrom("flows")
    .selectAll()
    .where("user_id", "=", userId)
    // Pressed and never gone on with: it expires by itself.
    .where("state", "!=", "created")
    .orderBy("ended_at")
    .execute();
  const disconnects = await db.selectFrom("disconnects").selectAll().where("user_id", "=", userId).execute();
  const notices = await db.selectFrom("notices").selectAll().where("user_id", "=", userId).execute();
  const events = await db
    .selectFrom("events")
    .selectAll()
    .where("user_id", "=", userId)
    .orderBy("sequence")
    .orderBy("created_at")
    .execute();
  const audit = await db
    .selectFrom("audit_events")
    .select(["action", "detail"])
    .where("subject_id", "=", userId)
    .where("action", "not in", REPEATABLE_ACTIONS)
    .execute();

  return {
    accounts: accounts.map((row) => ({
      label: labelOf(row.external_account_id),
      state: row.state,
      reason: row.attention_reason,
      needsReconnect: row.requires_reauthentication,
      verified: row.verified,
      scopes: row.scopes,
      hasTokens: [row.has_access_token, row.has_refresh_token],
      pendingFor: nth(row.pending_for),
      isLeased: row.lease_until !== null,
      isRotationDoubtful: row.lease_lost,
      isDeleted: row.deleted_at !== null,
    })),
    flows: flows.map((row) => [row.state, row.reason, nth(row.linked_account_id), nth(row.reconnect_account_id)]),
    disconnects: inOrder(
      disconnects.map((row) => [
        nth(row.linked_account_id),
        row.cause,
        row.acknowledgement,
        row.revocation,
        row.revocation_detail,
        row.attempts,
      ]),
    ),
    notices: inOrder(
      notices.map((row) => [
        nth(row.linked_account_id),
        row.kind,
        row.reason,
        row.dismissed_at !== null,
        row.settled_at !== null,
      ]),
    ),
    events: inOrder(events.map((row) => [nth(row.account_id), row.sequence, row.type, row.data.reason ?? null])),
    audit: inOrder(audit.map((row) => [row.action, row.detail.reason ?? row.detail.choice ?? null])),
    service: LABELS.map((label) => readService(twins, names[label])),
  };
}

/** What the service itself has written down. */
function readService({ world: { service }, since }: Twins, account: string) {
  const entries = service.ledger.entries({ account }).filter(({ at }) => new Date(at) >= since);
  const count = (kind: string) => entries.filter((entry) => entry.kind === kind).length;
  const withdrawn = entries.filter(({ kind, detail }) => kind === "revocation" && detail === "RefreshToken");
  return {
    consents: count("consent"),
    denials: count("denied"),
    tokenRequests: count("token_request"),
    refreshes: count("refresh"),
    refusals: count("token_refused"),
    // Withdrawing twice does no harm (RFC 7009, 2.2).
    withdrawn: new Set(withdrawn.map(({ grantId }) => grantId)).size,
    live: service.liveGrants(account),
    tickets: service.tickets
      .list(account)
      .filter(({ createdAt }) => new Date(createdAt) >= since)
      .map(({ title }) => title),
  };
}

function inOrder<Row>(rows: Row[]): Row[] {
  return rows.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}
