import type { Grant } from "../external/grant.ts";

/** The fields of an account that a renewal changes. */
export function tokensOf(grant: Pick<Grant, "accessToken" | "refreshToken" | "expiresAt">) {
  return {
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken,
    expiry: grant.expiresAt?.toISOString() ?? null,
  };
}
