import { sql } from "kysely";
import type { Db } from "../store/tables.ts";
import type { TestIntegration } from "../testing/start-hub.ts";

/** Everything that an organisation owns, each table after those that it refers to. */
export const OWNED = [
  "organisations",
  "users",
  "sessions",
  "setup_codes",
  "logout_tokens",
  "integrations",
  "api_tokens",
  "flows",
  "linked_accounts",
  "idempotency_keys",
  "offboardings",
  "disconnects",
  "proxied_requests",
  "audit_events",
  "event_sequences",
  "events",
  "event_endpoints",
  "event_deliveries",
  "event_attempts",
  "notices",
  "scim_tokens",
] as const;

type Owned = (typeof OWNED)[number];

/** Columns that a refused request may change. */
const RESTLESS: Partial<Record<Owned, string>> = {
  sessions: "last_seen_at",
  api_tokens: "last_used_at",
  linked_accounts: "last_used_at",
  scim_tokens: "last_used_at",
};

interface Summary {
  table_name: Owned;
  summary: string;
}

/**
 * Creates a look at everything that an organisation owns, and at how much its integrations have heard: a line of text for
 * each table, which is another one when anything in it was changed. Rows are read only where one was written since the look
 * before: every write leaves a row elsewhere in the file, or under another transaction.
 */
export async function createLook(
  db: Db,
  organisationId: string,
  integrations: TestIntegration[],
): Promise<() => Promise<string>> {
  const known = new Map<Owned, { written: string; line: string }>();
  const written = summarise(
    OWNED,
    () => "count(*) || ' ' || sum(hashtextextended(ctid::text || ' ' || xmin::text, 0))",
    "organisation",
  );
  // As a function it is planned once and not for each look.
  await sql
    .raw(
      `create or replace function written_of(organisation text) returns table (table_name text, summary text)
      language plpgsql as $$ begin return query ${written}; end $$`,
    )
    .execute(db);

  return async () => {
    const { rows } = await sql<Summary>`select * from written_of(${organisationId})`.execute(db);
    const changed = rows.filter(({ table_name: table, summary }) => known.get(table)?.written !== summary);
    if (changed.length > 0) {
      const tables = changed.map(({ table_name: table }) => table);
      const digests = await sql.raw<Summary>(summarise(tables, digestOf, `'${organisationId}'`)).execute(db);
      const lines = new Map(digests.rows.map(({ table_name: table, summary }) => [table, `${table} ${summary}`]));
      for (const { table_name: table, summary } of changed) {
        known.set(table, { written: summary, line: lines.get(table) ?? "" });
      }
    }
    const received = integrations.map(({ server }) => server.received.length).join(" ");
    return [...OWNED.map((table) => known.get(table)?.line ?? ""), `received ${received}`].join("\n");
  };
}

/** A row for each table with a summary of what one organisation has in it. */
function summarise(tables: readonly Owned[], summaryOf: (table: Owned) => string, organisation: string): string {
  return tables
    .map(
      (table) => `
        select '${table}' as table_name, ${summaryOf(table)} as summary from ${table} as row where organisation_id = ${organisation}`,
    )
    .join(" union all ");
}

function digestOf(table: Owned): string {
  const text = `(to_jsonb(row) - '${RESTLESS[table] ?? ""}')::text`;
  return `md5(string_agg(${text}, '|' order by ${text}))`;
}
