import { ExchangeFailed, type Grant } from "../external/grant.ts";
import { NO_TOKENS } from "../external/revoke.ts";
import type { Log } from "../log.ts";
import type { Backlog } from "../spool/backlog.ts";
import { type FlowEnd, type SettleParts, settleFlow } from "./settle-flow.ts";

/** A flow that this browser has claimed; only with it may access be obtained. */
export interface ClaimedFlow {
  flow: string;
  claim: string;
  userId: string;
}

/**
 * Obtains access for a claimed flow, once, and brings the flow to its end. The spool is told before the token request, and
 * of its answer before anything else happens, so that a crash at any moment loses nothing.
 */
export async function obtainOnce(
  claimed: ClaimedFlow,
  { obtain, log }: { obtain: () => Promise<Grant>; log: Log },
  parts: SettleParts & { backlog: Backlog },
): Promise<FlowEnd> {
  const { backlog, clock } = parts;
  const known = { ...claimed, since: clock.now() };
  const failed = { what: "refusal", ...known, reason: "exchange_failed" } as const;
  const kept = await backlog.begin({ what: "exchange", ...known }).catch(() => undefined);
  if (kept === undefined) {
    log("error", "spool_not_written", { flow: claimed.flow });
    return settleFlow(await backlog.beginAnyway({ ...failed, tokens: NO_TOKENS }), log, parts);
  }

  const granted = await obtain().catch((cause: unknown) => cause as Error);
  if (!(granted instanceof Error)) {
    return settleFlow(await kept.change({ what: "grant", ...known, grant: granted }), log, parts);
  }
  if (granted instanceof ExchangeFailed && granted.isOutcomeUnknown) return settleFlow(kept, log, parts);
  const { accessToken, refreshToken, site = null } = granted instanceof ExchangeFailed ? granted.tokens : NO_TOKENS;
  return settleFlow(await kept.change({ ...failed, tokens: { accessToken, refreshToken, site } }), log, parts);
}
