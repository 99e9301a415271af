import { type LinkedAccount, Problem, type RevocationReport } from "@joinery/contract";
import { type GrantOwner, hasLivingLink } from "./accounts/shared-grant.ts";
import type { TokenKeeper } from "./accounts/usable-token.ts";
import type { ExternalService } from "./external/external-service.ts";
import { ExternalServiceDown, isGrantOver } from "./external/revoke.ts";
import type { Call } from "./http/call.ts";
import type { AccountsApi } from "./hub/accounts-api.ts";
import { HubRefusal } from "./hub/hub-errors.ts";
import { isUnreadable } from "./sealed/sealed-accounts.ts";

interface Parts {
  hub: AccountsApi;
  service: ExternalService;
  tokens: TokenKeeper;
}

/**
 * Disconnects (contract 1.1 and 2.5): first the grant at the external service, then the linked account. When the
 * service is out of reach nothing is deleted, so that asking again tries again; every part is safe to repeat.
 * Answers with what became of the grant.
 */
export async function disconnect(call: Call, accountId: string, parts: Parts): Promise<RevocationReport> {
  // A renewal must not bring tokens that nobody withdraws, between the reading and the deleting.
  return parts.tokens.undisturbed({ userId: call.userId, accountId }, call.log, async () => {
    const account = parts.tokens.newestOf(await getAccount(parts.hub, call.userId, accountId));
    const report = await withdrawGrant(account, parts);
    const isOver = isGrantOver(report);
    const event = isOver ? "grant_withdrawn" : "grant_not_withdrawn";
    call.log(isOver ? "info" : "error", event, { account: accountId, revocation: report.revocation });

    await parts.hub.deleteLinkedAccount(call.userId, accountId, report).catch(unlessGone);
    return report;
  });
}

function ownerOf(account: LinkedAccount): GrantOwner {
  return {
    userId: account.user_id,
    authId: account.auth_id,
    externalAccountId: account.external_account_id,
    externalSubject: account.external_subject,
    except: account.linked_account_id,
  };
}

async function getAccount(hub: AccountsApi, userId: string, accountId: string): Promise<LinkedAccount> {
  const account = await hub.getLinkedAccount(userId, accountId).catch(unlessGone);
  if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  return account;
}

/** What a receipt says of a grant whose token is stored, and that nobody can open. */
const SEALED =
  "The token is sealed with a key that the integration does not have. Access lives on until its owner ends it at the external service.";

const STILL_USED = "Another linked account of the same person uses this access; it ends with the last of them.";

async function withdrawGrant(account: LinkedAccount, { hub, service }: Parts): Promise<RevocationReport> {
  if (service.withdrawsAll && (await hasLivingLink(hub, ownerOf(account))))
    return { revocation: "shared", detail: STILL_USED };
  try {
    const site = service.siteOf(account.additional_info);
    const report = await service.revoke({
      accessToken: account.access_token,
      refreshToken: account.refresh_token,
      expiresAt: account.expiry === null ? null : new Date(account.expiry),
      site,
    });
    return isUnreadable(account) ? { revocation: "failed", detail: SEALED } : report;
  } catch (cause) {
    if (cause instanceof ExternalServiceDown) throw new Problem("EXTERNAL_SERVICE_FAILED", { cause });
    throw cause;
  }
}

function unlessGone(error: unknown): undefined {
  if (error instanceof HubRefusal && error.code === "LINKED_ACCOUNT_NOT_FOUND") return undefined;
  throw error;
}
