import { Problem } from "@joinery/contract";
import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { inOrder, questionsTable } from "../store/questions.ts";
import type { ApiTokenTable, Db, IntegrationTable } from "../store/tables.ts";

export type IntegrationRow = Selectable<IntegrationTable>;
export type ApiTokenRow = Selectable<ApiTokenTable>;

/** Names one integration of one organisation. */
export interface IntegrationRef {
  organisationId: string;
  serviceId: string;
}

/** Gets an integration of an organisation; refuses with `INTEGRATION_NOT_FOUND`. */
export async function getIntegration(db: Db, ref: IntegrationRef): Promise<IntegrationRow> {
  const [row] = await findIntegrations(db, [ref]);
  if (row === undefined) throw new Problem("INTEGRATION_NOT_FOUND");
  return row;
}

/** Finds integrations of organisations, in the order of the questions. */
export async function findIntegrations(
  db: Db,
  refs: readonly IntegrationRef[],
): Promise<(IntegrationRow | undefined)[]> {
  const questions = refs.map(({ organisationId: organisation, serviceId: service }) => ({ organisation, service }));
  const rows = await db
    .selectFrom(questionsTable(questions, ["organisation", "service"]))
    .innerJoin("integrations", "integrations.service_id", "asked.service")
    .selectAll("integrations")
    .select("asked.position")
    .where("integrations.organisation_id", "=", sql.ref<string>("asked.organisation")) // owner: integration of the organisation
    .execute();
  return inOrder(rows, refs.length);
}

/** Lists the integrations of an organisation by name. */
export function listIntegrations(db: Db, organisationId: string): Promise<IntegrationRow[]> {
  return db
    .selectFrom("integrations")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: integrations of the organisation
    .orderBy("name")
    .orderBy("service_id")
    .execute();
}

/** Names of an organisation's integrations by service id. */
export async function integrationNamesOf(db: Db, organisationId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("integrations")
    .select(["service_id", "name"])
    .where("organisation_id", "=", organisationId) // owner: integration names of the organisation
    .execute();
  return new Map(rows.map((row) => [row.service_id, row.name]));
}

/** Stores a new integration. */
export async function insertIntegration(db: Db, row: Insertable<IntegrationTable>): Promise<void> {
  await db.insertInto("integrations").values(row).execute();
}

/** Changes an integration; `false` when there is none, or `expected` no longer holds. */
export async function updateIntegration(
  db: Db,
  ref: IntegrationRef,
  change: Updateable<IntegrationTable>,
  expected?: { sealedNextSecret: string },
): Promise<boolean> {
  const result = await db
    .updateTable("integrations")
    .set(change)
    .where("organisation_id", "=", ref.organisationId) // owner: changed integration of the organisation
    .where("service_id", "=", ref.serviceId)
    .$if(expected !== undefined, (query) => query.where("sealed_next_secret", "=", expected?.sealedNextSecret ?? null))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Stores a new API token under its digest. */
export async function insertApiToken(db: Db, row: Insertable<ApiTokenTable>): Promise<void> {
  await db.insertInto("api_tokens").values(row).execute();
}

/** Lists the API tokens of an integration that have not been revoked, newest first. */
export function listApiTokens(db: Db, ref: IntegrationRef): Promise<ApiTokenRow[]> {
  return db
    .selectFrom("api_tokens")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: listed API tokens of the organisation
    .where("service_id", "=", ref.serviceId) // owner: listed API tokens of the integration
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("token_id")
    .execute();
}

/** Finds tokens that have not been revoked, with the integrations they belong to, in the order of their digests. */
export async function findApiTokens(db: Db, digests: readonly string[]) {
  const questions = digests.map((digest) => ({ digest }));
  const rows = await db
    .selectFrom(questionsTable(questions, ["digest"]))
    .innerJoin("api_tokens", "api_tokens.token_digest", "asked.digest")
    .innerJoin("integrations", (join) =>
      join
        .onRef("integrations.organisation_id", "=", "api_tokens.organisation_id")
        .onRef("integrations.service_id", "=", "api_tokens.service_id"),
    )
    .select([
      "asked.position",
      "api_tokens.organisation_id",
      "api_tokens.token_id",
      "api_tokens.last_used_at",
      "integrations.service_id",
      "integrations.auth_id",
      "integrations.kind",
    ])
    .where("api_tokens.revoked_at", "is", null)
    .execute();
  return inOrder(rows, digests.length);
}

/** Revokes a token of an integration; `false` when there is none. */
export async function markTokenRevoked(db: Db, ref: IntegrationRef, tokenId: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable("api_tokens")
    .set({ revoked_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: API token of the organisation
    .where("service_id", "=", ref.serviceId) // owner: API token of the integration
    .where("token_id", "=", tokenId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
