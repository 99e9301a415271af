import type { Context } from "../context.ts";
import type { TokenHolder } from "../http/environment.ts";
import { findApiToken, touchApiToken } from "./store.ts";

const TOUCH_AFTER_MS = 60_000;

/** Finds which integration an API token belongs to. */
export async function findTokenHolder(
  { db, digests, clock }: Pick<Context, "db" | "digests" | "clock">,
  token: string,
): Promise<TokenHolder | undefined> {
  const row = await findApiToken(db, digests.of("api-token", token));
  if (row === undefined) return undefined;
  const now = clock();
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > TOUCH_AFTER_MS) {
    await touchApiToken(db, row.organisation_id, row.token_id, now);
  }
  return { organisationId: row.organisation_id, serviceId: row.service_id, authId: row.auth_id, kind: row.kind };
}
