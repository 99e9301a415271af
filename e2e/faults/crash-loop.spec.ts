import { expect } from "vitest";
import { KILLS } from "./crash-loop/kills.ts";
import { letPeopleLive } from "./crash-loop/live.ts";
import { expectPromisesKept, settle } from "./crash-loop/settle.ts";
import { startCrashLoop } from "./crash-loop/start-crash-loop.ts";
import { faultTest } from "./world/fault-suite.ts";
import { expectHonestEnd } from "./world/honest-end.ts";

/** `FLOWS=<n>` makes it shorter or longer. It goes on until every kind of kill has happened, but not for ever. */
const FLOWS = Number(process.env.FLOWS ?? 300);
const MOST_FLOWS = Math.max(2 * FLOWS, 300);

faultTest(
  "hub and integration are killed all the time, and every grant is stored, withdrawn, or told to administrators",
  {
    mustHappen: ["flows", "connects", "broken connects", "disconnects", "stored", "orphans", ...KILLS],
    timeoutMs: 300_000 + 3_000 * MOST_FLOWS,
  },
  async (given) => {
    const { counters } = given;
    await using loop = await startCrashLoop(given, () => counters.get("flows") >= FLOWS);
    const { world, spooled } = loop;
    const haveAllHappened = () => counters.missing(KILLS).length === 0;
    const told = await letPeopleLive(
      world,
      given,
      () => counters.get("flows") >= (haveAllHappened() ? FLOWS : MOST_FLOWS),
    );
    await loop.stop();
    await settle(world);

    const { stored, orphans, left } = await expectHonestEnd(world);
    counters.count("stored", stored);
    counters.count("orphans", orphans);
    expect(left, "nobody had an account twice").toBe(0);
    await expectPromisesKept(world, { ...told, spooled });
  },
);
