import type { Log } from "./log.ts";
import { describeError } from "./log.ts";
import type { Mode } from "./mode.ts";
import type { Backlog } from "./spool/backlog.ts";
import type { Spool } from "./spool/spool.ts";

/**
 * What an integration has begun and not finished: connects between the token request and the hub's answer, renewed tokens
 * that the hub has not taken yet. `serve` of `@joinery/sdk/node` looks after it; elsewhere call `settle` once after the
 * start and then from time to time.
 */
export interface Unfinished {
  /** Keeps it there from now on, unless the options have said where; called before the first request. */
  keepIn(open: (serviceId: string) => Spool): void;
  /** Takes up everything that nobody is at work on and is due; answers how much is left. Never rejects. */
  settle(): Promise<number>;
}

/** Settles this many at once: after a long outage of the hub there may be thousands. */
const AT_ONCE = 8;

/** Looks after the backlog of one integration. */
export function createUnfinished(parts: {
  backlog: Backlog;
  mode: Mode;
  serviceId: string;
  spool: Spool | "none" | undefined;
  log: Log;
}): Unfinished {
  const { backlog, mode, spool, log } = parts;
  if (spool !== undefined && spool !== "none") backlog.keepIn(spool);
  let running: Promise<number> | undefined;

  async function settleAll(): Promise<number> {
    if (mode.settle === undefined) return 0;
    const due = await backlog.takeUp();
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let kept = due.pop(); kept !== undefined; kept = due.pop()) {
        await mode.settle?.(kept, log).catch((cause) => {
          log("warn", "unfinished", { entry: kept?.name, cause: describeError(cause) });
        });
        // Of what is finished, or waits already, this changes nothing.
        kept.leave();
      }
    });
    await Promise.all(workers);
    return backlog.count();
  }

  return {
    keepIn(open) {
      if (spool === undefined && mode.settle !== undefined) backlog.keepIn(open(parts.serviceId));
    },
    settle() {
      running ??= settleAll().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
