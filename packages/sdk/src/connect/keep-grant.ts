import { toAccount } from "../accounts/to-account.ts";
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
