import type { AddLinkedAccountBody } from "@joinery/contract";
import type { OwnedGrant } from "../external/obtain-grant.ts";

/** An account as it is saved, in our hub or in Blink. */
export function toAccount({ grant, identity }: OwnedGrant, authId: string): AddLinkedAccountBody {
  return {
    auth_id: authId,
    external_account_id: identity.externalAccountId,
    external_subject: identity.externalSubject,
    display_name: identity.displayName,
    avatar_url: identity.avatarUrl,
    additional_info: identity.additionalInfo,
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken ?? undefined,
    // Said also when it is not known: on a reconnect the expiry of the former token must not stay.
    expiry: grant.expiresAt?.toISOString() ?? null,
    scopes: grant.scopes,
  };
}
