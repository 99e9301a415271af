import type { LinkedAccount } from "@joinery/contract";
import { belongsToLivingLink } from "../accounts/shared-grant.ts";
import { toAccount } from "../accounts/to-account.ts";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { Grant } from "../external/grant.ts";
import { GrantNotKept, giveBack, type OwnedGrant } from "../external/obtain-grant.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { isPassing } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";

/** Milliseconds before each look for an account whose save was not answered; it may still be on its way. */
const PAUSES = [500, 2_000];

interface Parts {
  hub: AccountsApi;
  service: ExternalService;
  authId: string;
  clock: Clock;
}

/**
 * Saves the account, once. When the answer is lost, the accounts in Blink tell; a grant that is not among them, or of
 * which nobody can say, is withdrawn, so that no access is left that nobody sees. Throws `GrantNotKept`.
 */
export async function saveAccount(owned: OwnedGrant, to: { userId: string; log: Log }, parts: Parts): Promise<void> {
  try {
    await parts.hub.addLinkedAccount(to.userId, toAccount(owned, parts.authId));
  } catch (cause) {
    const saved = isPassing(cause) ? await lookForAccount(owned.grant, to, parts) : "absent";
    if (saved === "present") return;
    to.log("error", saved === "absent" ? "save_refused" : "save_outcome_unknown", { cause: describeError(cause) });
    const { externalAccountId } = owned.identity;
    const details = { reason: "exchange_failed", cause, externalAccountId } as const;
    if (await belongsToLivingLink(owned.identity, to.userId, parts))
      throw new GrantNotKept({ ...details, end: "withdrawn" });
    await giveBack(owned.grant, { ...details, log: to.log }, parts).catch((notKept) => {
      const isSettled = saved === "absent" || !(notKept instanceof GrantNotKept) || notKept.end !== "withdrawn";
      throw isSettled ? notKept : new GrantNotKept({ ...details, end: "unknown" });
    });
  }
}

/** Whether the account is there after all. */
async function lookForAccount(
  grant: Grant,
  { userId, log }: { userId: string; log: Log },
  { hub, authId, clock }: Parts,
): Promise<"present" | "absent" | "unknown"> {
  for (const pause of PAUSES) {
    await clock.sleep(pause);
    try {
      const accounts = await hub.listLinkedAccounts(userId, authId);
      if (accounts.some((account) => holds(account, grant))) return "present";
      if (accounts.some(hidesTokens)) return "unknown";
    } catch (cause) {
      log("warn", "accounts_not_listed", { cause: describeError(cause) });
      return "unknown";
    }
  }
  return "absent";
}

/** Compared by token: a name can be that of an earlier link. */
function holds({ access_token, refresh_token }: LinkedAccount, grant: Grant): boolean {
  if (access_token === grant.accessToken) return true;
  return refresh_token !== null && refresh_token === grant.refreshToken;
}

/** A list that leaves the tokens out tells nothing. */
function hidesTokens({ access_token, refresh_token }: LinkedAccount): boolean {
  return access_token === null && refresh_token === null;
}
