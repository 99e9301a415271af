import { sql } from "kysely";
import type { Db } from "./tables.ts";

const AT = "'2026-01-02T03:04:05Z'";

/** Rows as the first release wrote them, and what has become of them after all later steps. */
export const old = {
  rows: [
    `insert into organisations values ('o-1', 'Engines', true, ${AT})`,
    `insert into users (organisation_id, user_id, email, display_name, account_status, role, created_at) values
      ('o-1', 'u-ada', 'ada@engines.example', 'Ada', 'active', 'administrator', ${AT}),
      ('o-1', 'u-bob', null, 'Bob', 'inactive', 'member', ${AT})`,
    `insert into sessions values ('o-1', 'digest', 'u-ada', ${AT}, ${AT}, null)`,
    `insert into integrations values ('o-1', 'l-1', 't-1', 'plain', 'Desk', '', 'https://desk.example', null, true,
      '[]', '[]', '[]', '[]', 'sealed', null, ${AT}, ${AT})`,
    ...["active", "attention", "disconnecting", "gone"].map(
      (
        state,
      ) => `insert into linked_accounts (organisation_id, linked_account_id, user_id, service_id, auth_id, identity_key,
        external_account_id, scopes, requires_reauthentication, state, verified, version, created_at, updated_at)
        values ('o-1', 'k-${state}', 'u-ada', 'l-1', 't-1', '${state}', '${state}', '[]', ${state === "attention"},
        '${state}', false, 1, ${AT}, ${AT})`,
    ),
    ...["disconnecting", "gone"].map(
      (state) => `insert into disconnects (organisation_id, linked_account_id, user_id, service_id, external_account_id,
        requested_at, attempts, acknowledged_at, acknowledgement) values ('o-1', 'k-${state}', 'u-ada', 'l-1', '${state}',
        ${AT}, 1, ${state === "gone" ? `${AT}, 'acknowledged'` : "null, null"})`,
    ),
  ],

  async read(db: Db) {
    const { rows: sessions } = await sql`
      select method, session_id is not null as named, authenticated_at = created_at as dated from sessions`.execute(db);
    const { rows: accounts } = await sql`
      select state, attention_reason, lease from linked_accounts order by state`.execute(db);
    const { rows: disconnects } = await sql`
      select cause, acknowledgement, next_attempt_at = requested_at as due from disconnects order by linked_account_id`.execute(
      db,
    );
    const { rows: people } = await sql`select display_name, role, user_name from users order by user_id`.execute(db);
    return { sessions, accounts, disconnects, people };
  },

  become: {
    sessions: [{ method: "development", named: true, dated: true }],
    accounts: [
      { state: "active", attention_reason: null, lease: null },
      { state: "attention", attention_reason: "requires_reauthentication", lease: null },
      { state: "disconnecting", attention_reason: null, lease: null },
      { state: "gone", attention_reason: null, lease: null },
    ],
    disconnects: [
      { cause: "person", acknowledgement: null, due: true },
      { cause: "person", acknowledgement: "acknowledged", due: null },
    ],
    people: [
      { display_name: "Ada", role: "administrator", user_name: null },
      { display_name: "Bob", role: "member", user_name: null },
    ],
  },
};
