import type { AuthorizationSecrets } from "../external/external-service.ts";
import { ExchangeFailed } from "../external/grant.ts";
import type { Log } from "../log.ts";
import type { Backlog } from "../spool/backlog.ts";
import { type FlowEnd, type SettleParts, settleFlow } from "./settle-flow.ts";

/** A flow that this browser has claimed; only with it may a code be exchanged. */
export interface ClaimedFlow {
  flow: string;
  claim: string;
  userId: string;
}

const NO_TOKENS = { accessToken: null, refreshToken: null };

/**
 * Exchanges the code of a claimed flow, once, and brings the flow to its end. The spool is told before the token request,
 * and of its answer before anything else happens, so that a crash at any moment loses nothing.
 */
export async function exchangeCode(
  claimed: ClaimedFlow,
  { answer, secrets, log }: { answer: URLSearchParams; secrets: AuthorizationSecrets; log: Log },
  parts: SettleParts & { backlog: Backlog },
): Promise<FlowEnd> {
  const { backlog, service, clock } = parts;
  const known = { ...claimed, since: clock.now() };
  const failed = { what: "refusal", ...known, reason: "exchange_failed" } as const;
  const kept = await backlog.begin({ what: "exchange", ...known }).catch(() => undefined);
  if (kept === undefined) {
    log("error", "spool_not_written", { flow: claimed.flow });
    return settleFlow(await backlog.beginAnyway({ ...failed, tokens: NO_TOKENS }), log, parts);
  }

  const granted = await service.exchange(answer, secrets).catch((cause: unknown) => cause as Error);
  if (!(granted instanceof Error)) {
    return settleFlow(await kept.change({ what: "grant", ...known, grant: granted }), log, parts);
  }
  if (granted instanceof ExchangeFailed && granted.isOutcomeUnknown) return settleFlow(kept, log, parts);
  const tokens = granted instanceof ExchangeFailed ? granted.tokens : NO_TOKENS;
  return settleFlow(await kept.change({ ...failed, tokens }), log, parts);
}
