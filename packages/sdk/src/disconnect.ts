import { type LinkedAccount, ok, Problem, type RevocationReport } from "@joinery/contract";
import type { ExternalService } from "./external/external-service.ts";
import { ExternalServiceDown } from "./external/revoke.ts";
import { json } from "./http/answers.ts";
import type { SignedCall } from "./http/signed-call.ts";
import type { HubClient } from "./hub/hub-client.ts";
import { HubRefusal } from "./hub/hub-errors.ts";

/**
 * Disconnects (contract 1.1 and 2.5): first the grant at the external service, then the linked account. When the
 * service is out of reach nothing is deleted, so that asking again tries again; every part is safe to repeat.
 */
export async function disconnect(
  call: SignedCall,
  accountId: string,
  parts: { hub: HubClient; service: ExternalService },
): Promise<Response> {
  const account = await findAccount(parts.hub, call.userId, accountId);
  if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");

  const report = await withdrawGrant(account, parts.service);
  call.log("info", "grant_withdrawn", { account: accountId, revocation: report.revocation });

  await parts.hub.deleteLinkedAccount(call.userId, accountId, report).catch(unlessGone);
  return json(ok(report));
}

async function findAccount(hub: HubClient, userId: string, accountId: string): Promise<LinkedAccount | undefined> {
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
