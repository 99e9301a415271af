import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { ExternalService } from "./external-service.ts";
import { isGrantOver, type Tokens } from "./revoke.ts";

/** Milliseconds between attempts; their number bounds the attempts. */
const PAUSES = [500, 2_000];

/** What came of withdrawing: the grant is over; it lives on and trying again may help; the service has no way to end it. */
export type Withdrawal = "over" | "lives_on" | "impossible";

/**
 * Withdraws a grant that could not be kept (contract 2.1, step 6). Says in the log what became of it; never
 * throws.
 */
export async function withdraw(
  tokens: Tokens,
  parts: { service: ExternalService; clock: Clock; log: Log },
): Promise<Withdrawal> {
  if (!tokens.accessToken && !tokens.refreshToken) return "over";
  for (let attempt = 0; ; attempt += 1) {
    try {
      const report = await parts.service.revoke(tokens);
      const isOver = isGrantOver(report);
      const event = isOver ? "grant_withdrawn" : "grant_not_withdrawn";
      parts.log(isOver ? "warn" : "error", event, { revocation: report.revocation });
      if (isOver) return "over";
      return report.revocation === "not_supported" ? "impossible" : "lives_on";
    } catch (error) {
      const pause = PAUSES[attempt];
      if (pause === undefined) {
        parts.log("error", "grant_not_withdrawn", { cause: describeError(error) });
        return "lives_on";
      }
      await parts.clock.sleep(pause);
    }
  }
}
