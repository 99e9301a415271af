import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import type { ExternalService } from "./external-service.ts";
import type { Tokens } from "./revoke.ts";

/** Milliseconds between attempts; their number bounds the attempts. */
const PAUSES = [500, 2_000];

/** Withdraws a grant that could not be kept (contract 2.1, step 6). Says in the log what became of it; never throws. */
export async function withdraw(
  tokens: Tokens,
  parts: { service: ExternalService; clock: Clock; log: Log },
): Promise<void> {
  if (!tokens.accessToken && !tokens.refreshToken) return;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const { revocation } = await parts.service.revoke(tokens);
      return parts.log("warn", "grant_withdrawn", { revocation });
    } catch (error) {
      const pause = PAUSES[attempt];
      if (pause === undefined) return parts.log("error", "grant_not_withdrawn", { cause: describeError(error) });
      await parts.clock.sleep(pause);
    }
  }
}
