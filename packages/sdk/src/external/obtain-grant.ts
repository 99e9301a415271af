import type { RefusalReason } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { ExternalService } from "./external-service.ts";
import { ExchangeFailed, type Grant } from "./grant.ts";
import type { Identity } from "./identify.ts";
import { NO_TOKENS, type Tokens } from "./revoke.ts";
import { withdraw } from "./withdraw.ts";

export interface GrantParts {
  service: ExternalService;
  clock: Clock;
}

/** A grant, and whose account it opens. */
export interface OwnedGrant {
  grant: Grant;
  identity: Identity;
}

/** What became of a grant that could not be kept. */
export type GrantEnd = "withdrawn" | "lives_on" | "unknown";

/** The connect came to nothing after the browser was checked; `end` says what became of the grant. */
export class GrantNotKept extends Error {
  override readonly name = "GrantNotKept";
  readonly reason: RefusalReason;
  readonly end: GrantEnd;
  /** Whose grant it was, when that was found out. */
  readonly externalAccountId: string | undefined;

  constructor(details: { reason: RefusalReason; end: GrantEnd; cause: unknown; externalAccountId?: string }) {
    super("the grant could not be kept", { cause: details.cause });
    this.reason = details.reason;
    this.end = details.end;
    this.externalAccountId = details.externalAccountId;
  }
}

/** Obtains a grant and asks whose account it is; throws `GrantNotKept`. What was granted in vain is withdrawn. */
export async function obtainGrant(obtain: () => Promise<Grant>, log: Log, parts: GrantParts): Promise<OwnedGrant> {
  const grant = await obtain().catch((cause) => {
    if (cause instanceof ExchangeFailed && cause.isOutcomeUnknown) {
      log("error", "exchange_outcome_unknown");
      throw new GrantNotKept({ reason: "exchange_failed", end: "unknown", cause });
    }
    const tokens = cause instanceof ExchangeFailed ? cause.tokens : NO_TOKENS;
    return giveBack(tokens, { reason: "exchange_failed", cause, log }, parts);
  });
  try {
    return { grant, identity: await parts.service.identify(grant) };
  } catch (cause) {
    return giveBack(grant, { reason: "identity_unusable", cause, log }, parts);
  }
}

/** Withdraws a grant that can't be kept, and throws what became of it. */
export async function giveBack(
  tokens: Tokens,
  { log, ...details }: { reason: RefusalReason; cause: unknown; externalAccountId?: string; log: Log },
  { service, clock }: { service: ExternalService; clock: Clock },
): Promise<never> {
  const withdrawal = await withdraw(tokens, { service, clock, log });
  throw new GrantNotKept({ ...details, end: withdrawal === "over" ? "withdrawn" : "lives_on" });
}
