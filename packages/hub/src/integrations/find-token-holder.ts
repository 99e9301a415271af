import type { Context } from "../context.ts";
import type { TokenHolder } from "../http/environment.ts";

const TOUCH_AFTER_MS = 60_000;

/** Finds which integration an API token belongs to. `address` is where it came from, as far as that is known. */
export async function findTokenHolder(
  {
    digests,
    clock,
    gathered,
    unknownTokens,
    tokenUses,
  }: Pick<Context, "digests" | "clock" | "gathered" | "unknownTokens" | "tokenUses">,
  token: string,
  address: string,
): Promise<TokenHolder | undefined> {
  const digest = digests.of("api-token", token);
  unknownTokens.refuseFlood(address, digest);
  const row = await gathered.findApiToken(digest);
  unknownTokens.note(address, digest, row !== undefined);
  if (row === undefined) return undefined;
  const now = clock();
  if (row.last_used_at === null || now.getTime() - row.last_used_at.getTime() > TOUCH_AFTER_MS) {
    tokenUses.note({ organisationId: row.organisation_id, tokenId: row.token_id }, now);
  }
  return { organisationId: row.organisation_id, serviceId: row.service_id, authId: row.auth_id, kind: row.kind };
}
