import type { AddLinkedAccountBody, RefusalReason } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import { authorizedFetch } from "../external/authorized-fetch.ts";
import type { ExternalService } from "../external/external-service.ts";
import { ExchangeFailed, type Grant } from "../external/grant.ts";
import type { Identify, Identity } from "../external/identify.ts";
import type { Tokens } from "../external/revoke.ts";
import { withdraw } from "../external/withdraw.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubRefusal, isPassing } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import { ConnectEnded } from "./ending.ts";
import type { RedeemedCookie } from "./flow-cookie.ts";

export interface GrantParts {
  hub: HubClient;
  service: ExternalService;
  identify: Identify;
  apiOrigins: readonly string[];
  authId: string;
  fetch: Fetch;
  clock: Clock;
}

/** A flow that this browser has claimed; only with it may a code be exchanged. */
export interface ClaimedFlow {
  cookie: RedeemedCookie;
  claim: string;
  log: Log;
}

/** Exchanges the code; what a refused answer may have granted is withdrawn. */
export async function exchangeCode(answer: URLSearchParams, claimed: ClaimedFlow, parts: GrantParts): Promise<Grant> {
  try {
    return await parts.service.exchange(answer, claimed.cookie);
  } catch (cause) {
    // Not refused: the flow stays claimed, so that an administrator finds it among the orphans (contract 2.1, step 6).
    if (cause instanceof ExchangeFailed && cause.isOutcomeUnknown) {
      claimed.log("error", "exchange_outcome_unknown", { flow: claimed.cookie.flow });
      throw new ConnectEnded("failed", { flow: claimed.cookie.flow, cause });
    }
    const tokens = cause instanceof ExchangeFailed ? cause.tokens : { accessToken: null, refreshToken: null };
    return giveUp("exchange_failed", tokens, cause, { claimed, parts });
  }
}

/** Asks whose account it is; a grant of nobody in particular is withdrawn. */
export async function identifyOwner(grant: Grant, claimed: ClaimedFlow, parts: GrantParts): Promise<Identity> {
  try {
    const claims = await parts.service.claimsOf(grant);
    return await parts.identify({ claims, fetch: authorizedFetch(parts.fetch, parts.apiOrigins, grant) });
  } catch (cause) {
    return giveUp("identity_unusable", grant, cause, { claimed, parts });
  }
}

/** Saves the account (contract 2.1, step 6); a grant that the hub definitely does not take is withdrawn. */
export async function saveAccount(
  { grant, identity }: { grant: Grant; identity: Identity },
  claimed: ClaimedFlow,
  parts: GrantParts,
): Promise<void> {
  const { flow, userId } = claimed.cookie;
  const options = { flow, claim: claimed.claim, idempotencyKey: flow };
  try {
    await parts.hub.addLinkedAccount(userId, toAccount(grant, identity, parts.authId), options);
  } catch (cause) {
    // Only our own save can complete a flow that we have claimed: an earlier attempt arrived, its answer did not.
    if (cause instanceof HubRefusal && cause.code === "FLOW_COMPLETED") return;
    if (isPassing(cause)) {
      claimed.log("error", "save_outcome_unknown", { flow, cause: describeError(cause) });
      throw new ConnectEnded("hub", { flow, cause });
    }
    const badIdentity = cause instanceof HubRefusal && cause.code === "BAD_REQUEST";
    return giveUp(badIdentity ? "identity_unusable" : "exchange_failed", grant, cause, { claimed, parts });
  }
}

async function giveUp(
  reason: RefusalReason,
  tokens: Tokens,
  cause: unknown,
  { claimed, parts }: { claimed: ClaimedFlow; parts: GrantParts },
): Promise<never> {
  const { flow } = claimed.cookie;
  const isOver = await withdraw(tokens, { service: parts.service, clock: parts.clock, log: claimed.log });
  // A grant that lives on must not end in a flow that looks settled: claimed, it becomes an orphan.
  if (!isOver) throw new ConnectEnded("failed", { flow, cause });
  throw new ConnectEnded("hub", { flow, reason, claim: claimed.claim, cause });
}

function toAccount(grant: Grant, identity: Identity, authId: string): AddLinkedAccountBody {
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
