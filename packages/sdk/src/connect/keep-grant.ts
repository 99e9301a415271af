import type { AddLinkedAccountBody } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import { GrantNotKept, giveBack, type OwnedGrant } from "../external/obtain-grant.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubRefusal, isPassing } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import { ConnectEnded } from "./ending.ts";
import type { RedeemedCookie } from "./flow-cookie.ts";

/** A flow that this browser has claimed; only with it may a code be exchanged. */
export interface ClaimedFlow {
  cookie: RedeemedCookie;
  claim: string;
  log: Log;
}

interface Parts {
  hub: HubClient;
  service: ExternalService;
  authId: string;
  clock: Clock;
}

/** Saves the account (contract 2.1, step 6); a grant that the hub definitely does not take is withdrawn. */
export async function saveAccount(owned: OwnedGrant, claimed: ClaimedFlow, parts: Parts): Promise<void> {
  const { flow, userId } = claimed.cookie;
  const options = { flow, claim: claimed.claim, idempotencyKey: flow };
  try {
    await parts.hub.addLinkedAccount(userId, toAccount(owned, parts.authId), options);
  } catch (cause) {
    // Only our own save can complete a flow that we have claimed: an earlier attempt arrived, its answer did not.
    if (cause instanceof HubRefusal && cause.code === "FLOW_COMPLETED") return;
    if (isPassing(cause)) {
      claimed.log("error", "save_outcome_unknown", { cause: describeError(cause) });
      throw new ConnectEnded("hub", { flow, cause });
    }
    const reason =
      cause instanceof HubRefusal && cause.code === "BAD_REQUEST" ? "identity_unusable" : "exchange_failed";
    await giveBack(owned.grant, { reason, cause, log: claimed.log }, parts);
  }
}

/**
 * Ends a claimed flow whose grant could not be kept. One that lives on, or of which nobody knows, must not end in a flow
 * that looks settled: it stays claimed, so that an administrator finds it among the orphans (contract 2.1, step 6).
 */
export const endClaimed = (claimed: ClaimedFlow) => (cause: unknown) => {
  if (!(cause instanceof GrantNotKept)) throw cause;
  const { flow } = claimed.cookie;
  if (cause.end !== "withdrawn") throw new ConnectEnded("failed", { flow, cause });
  throw new ConnectEnded("hub", { flow, reason: cause.reason, claim: claimed.claim, cause });
};

/** An account as it is saved, whoever it is saved with. */
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
