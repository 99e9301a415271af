import { setTimeout as wait } from "node:timers/promises";
import type { FaultRun } from "../world/fault-suite.ts";

/** A process that can be killed and started again. */
export interface Victim {
  isRunning(): boolean;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** When a kill is carried out. */
export interface StrikeOptions {
  /** Not at once, but when this resolves. */
  when?: (() => Promise<unknown>) | undefined;
  /** Also soon after the last one: this comes up soon after a start, and seldom. */
  isRare?: boolean;
}

/** Kills processes of one kind, one after the other: others of the kind go on meanwhile. */
export interface Killer {
  /**
   * Kills them, if nobody is down and chance wants it: the rarer this has happened, the likelier. Answers whether it does.
   * They are started again after a moment.
   */
  strike(what: string, victims: readonly Victim[], options?: StrikeOptions): boolean;
  /** Resolves when everybody runs. */
  calm(): Promise<void>;
  /** Kills nobody any more; resolves when everybody runs, rejects when somebody could not be started. */
  stop(): Promise<void>;
}

/** How many of the kills that have happened before are let go by, once time is short for those that have not. */
const LET_GO_BY = 3 / 4;

/** How long somebody is gone. */
const LONGEST_AWAY_MS = 400;

/**
 * Creates a killer. After each kill it lets everybody live until some connects have come to their end, `longestPeace` at
 * most: on a slow machine there are just as many kills among so many connects.
 */
export function createKiller(
  { random, counters }: FaultRun,
  { connects, longestPeace, isLate }: { connects: () => number; longestPeace: number; isLate: () => boolean },
): Killer {
  let isOver = false;
  let isBusy = false;
  let peaceUntil = 0;
  let striking = Promise.resolve();

  /** The rarer something has happened, the likelier; late in a run, others make room for what never has. */
  function wantsChance(what: string): boolean {
    const before = counters.get(what);
    if (before > 0 && isLate() && random.chance(LET_GO_BY)) return false;
    return random.chance(1 / (1 + before) ** 2);
  }

  async function carryOut(what: string, victims: readonly Victim[], when: StrikeOptions["when"]): Promise<void> {
    if (when !== undefined) await when();
    const dying = victims.map((victim) => victim.kill());
    counters.count(what);
    await Promise.all(dying);
    await wait(random.between(0, LONGEST_AWAY_MS));
    await Promise.all(victims.map((victim) => victim.restart()));
    peaceUntil = connects() + random.between(0, longestPeace);
    isBusy = false;
  }

  return {
    strike(what, victims, { when, isRare = false } = {}) {
      const areWell = victims.length > 0 && victims.every((victim) => victim.isRunning());
      const isPeace = connects() < peaceUntil && !isRare;
      if (isOver || isBusy || isPeace || !areWell || !wantsChance(what)) return false;
      isBusy = true;
      striking = carryOut(what, victims, when);
      striking.catch(() => undefined);
      return true;
    },
    calm: () => striking.catch(() => undefined),
    async stop() {
      isOver = true;
      await striking;
    },
  };
}
