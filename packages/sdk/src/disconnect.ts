import { type LinkedAccount, Problem, type RevocationReport } from "@joinery/contract";
import type { ExternalService } from "./external/external-service.ts";
import { ExternalServiceDown } from "./external/revoke.ts";
import type { Call } from "./http/call.ts";
import type { AccountsApi } from "./hub/accounts-api.ts";
import { HubRefusal } from "./hub/hub-errors.ts";

/**
 * Disconnects (contract 1.1 and 2.5): first the grant at the external service, then the linked account. When the
 * service is out of reach nothing is deleted, so that asking again tries again; every part is safe to repeat.
 * Answers with what became of the grant.
 */
export async function disconnect(
  call: Call,
  accountId: string,
  parts: { hub: AccountsApi; service: ExternalService },
): Promise<RevocationReport> {
  const account = await findAccount(parts.hub, call.userId, accountId);
  if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");

  const report = await withdrawGrant(account, parts.service);
  call.log("info", "grant_withdrawn", { account: accountId, revocation: report.revocation });

  await parts.hub.deleteLinkedAccount(call.userId, accountId, report).catch(unlessGone);
  return report;
}

async function findAccount(hub: AccountsApi, userId: string, accountId: string): Promise<LinkedAccount | undefined> {
  return hub.getLinkedAccount(userId, accountId).catch(unlessGone);
}

async function withdrawGrant(account: LinkedAccount, service: ExternalService): Promise<RevocationReport> {
  try {
    return await service.revoke({ accessToken: account.access_token, refreshToken: account.refresh_token });
  } catch (cause) {
    if (cause instanceof ExternalServiceDown) throw new Problem("EXTERNAL_SERVICE_FAILED", { cause });
    throw cause;
  }
}

function unlessGone(error: unknown): undefined {
  if (error instanceof HubRefusal && error.code === "LINKED_ACCOUNT_NOT_FOUND") return undefined;
  throw error;
}
