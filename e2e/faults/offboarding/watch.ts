import { setTimeout as wait } from "node:timers/promises";
import type { LinkedAccount } from "@joinery/contract";
import { expect } from "vitest";
import { askApi } from "../world/ask-api.ts";
import type { Random } from "../world/random.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { Leaver } from "./leaver.ts";

/** Somebody who looks all the time. */
export interface Watch {
  /** Resolves once everything is over: when that was, by the clock of `performance`, and how often they looked before. */
  over: Promise<{ at: number; looks: number }>;
}

const LOOK_EVERY_MS = 15;

/**
 * Looks at a leaver's sessions and tokens in turn, through all hubs, until both are over. They end in one transaction: who
 * sees the one over never sees the other alive after that, whichever is looked at first.
 */
export function watch(world: FaultWorld, leaver: Leaver, random: Random): Watch {
  async function look() {
    for (let looks = 0; ; looks += 1) {
      const first = random.pick([isSignedOut, isUnreadable]);
      const second = first === isSignedOut ? isUnreadable : isSignedOut;
      if (await first(world, leaver, random)) {
        const at = performance.now();
        expect(await second(world, leaver, random), `${second.name}, after ${first.name}, of ${leaver.name}`).toBe(
          true,
        );
        return { at, looks };
      }
      await wait(LOOK_EVERY_MS);
    }
  }
  const over = look();
  over.catch(() => undefined);
  return { over };
}

async function isSignedOut(_world: FaultWorld, leaver: Leaver, random: Random): Promise<boolean> {
  const { status } = await random.pick(leaver.sessions).ask("GET", "/api/me");
  expect([200, 401]).toContain(status);
  return status === 401;
}

async function isUnreadable(world: FaultWorld, { userId }: Leaver): Promise<boolean> {
  const { status, data } = await askApi<LinkedAccount[]>(world, "GET", `/v2/user/${userId}/linked-accounts`);
  expect(status).toBe(200);
  return data.length === 0;
}
