import type { ProxiedRequestRow } from "@joinery/contract/pages";
import { type Insertable, type Selectable, sql } from "kysely";
import { namesOf } from "../directory/people.ts";
import { type Cursor, PAGE_SIZE, toPage } from "../http/cursor.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import type { Db, ProxiedRequestTable } from "../store/tables.ts";

/** How many of an organisation's latest requests are looked at for its integrations' last problems. */
const LOOKED_AT = 1_000;

/**
 * Notes proxied requests: what, how long, and how they ended; never their query, headers or bodies. One that is noted already
 * stays as it is: the answer may have been lost on the way.
 */
export async function insertRequests(db: Db, rows: readonly Insertable<ProxiedRequestTable>[]): Promise<void> {
  await db
    .insertInto("proxied_requests")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Forgets requests that are older than an administrator looks back. */
export async function forgetOldRequests(db: Db, before: Date): Promise<void> {
  await db.deleteFrom("proxied_requests").where("at", "<", before).execute();
}

/** Lists an organisation's last proxied requests, newest first. */
export async function listRequests(db: Db, organisationId: string, before: Cursor | undefined) {
  const rows = await db
    .selectFrom("proxied_requests")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: proxied requests of the organisation
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(at, request_id) < (${before?.at ?? null}, ${before?.id ?? null})`),
    )
    .orderBy("at", "desc")
    .orderBy("request_id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const userIds = rows.map((row) => row.user_id);
  const people = await namesOf(db, organisationId, userIds);
  const integrations = await integrationNamesOf(db, organisationId);
  const cursorOf = (row: Selectable<ProxiedRequestTable>) => ({ at: row.at, id: row.request_id });
  return toPage(rows, cursorOf, (row) => toRequestRow(row, people, integrations));
}

/** Finds the last problem of each integration, unless a later request went well. */
export async function findLastProblems(db: Db, organisationId: string) {
  const rows = await db
    .selectFrom("proxied_requests")
    .select(["service_id", "at", "problem", "request_id"])
    .where("organisation_id", "=", organisationId) // owner: last problems of the organisation
    .orderBy("at", "desc")
    .limit(LOOKED_AT)
    .execute();
  const seen = new Set<string>();
  const problems = new Map<string, { at: Date; code: string; requestId: string }>();
  for (const row of rows) {
    if (!seen.has(row.service_id) && row.problem !== null) {
      problems.set(row.service_id, { at: row.at, code: row.problem, requestId: row.request_id });
    }
    seen.add(row.service_id);
  }
  return problems;
}

function toRequestRow(
  row: Selectable<ProxiedRequestTable>,
  people: Map<string, string | null>,
  integrations: Map<string, string>,
): ProxiedRequestRow {
  return {
    request_id: row.request_id,
    at: row.at.toISOString(),
    service_id: row.service_id,
    integration_name: integrations.get(row.service_id) ?? "",
    user_id: row.user_id,
    user_name: people.get(row.user_id) ?? null,
    method: row.method,
    path: row.path,
    status: row.status,
    duration_ms: row.duration_ms,
    problem: row.problem,
    detail: row.detail,
  };
}
