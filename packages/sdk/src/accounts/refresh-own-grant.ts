import type { LinkedAccount } from "@joinery/contract";
import type { ExternalService } from "../external/external-service.ts";
import type { Grant } from "../external/grant.ts";
import { AnswerLost } from "../external/revoke.ts";

/**
 * Renews the tokens of an account. Throws as `refresh` does, and `AnswerLost` when the answer is about somebody else: what
 * it brought must not be kept, and whether the refresh token still works, nobody knows.
 */
export async function refreshOwnGrant(
  service: ExternalService,
  account: LinkedAccount,
  refreshToken: string,
): Promise<Grant> {
  const grant = await service.refresh(refreshToken, service.siteOf(account.additional_info));
  if (isOfSomebodyElse(grant.claims, account)) throw new AnswerLost("the renewed tokens are somebody else's");
  return grant;
}

/**
 * An id token that comes with renewed tokens must be about the same subject (OpenID Connect Core 1.0, 12.2). It can be
 * compared where the account's key was made of issuer and subject; what an `identify` of the author's made of them, only
 * the author knows.
 */
function isOfSomebodyElse({ iss, sub }: Record<string, unknown>, { external_subject: key }: LinkedAccount): boolean {
  if (typeof iss !== "string" || typeof sub !== "string" || key === null) return false;
  const [, known] = key.split(`${iss} `);
  return known !== undefined && known !== sub;
}
