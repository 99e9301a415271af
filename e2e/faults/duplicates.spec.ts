import fc from "fast-check";
import { expect } from "vitest";
import { type Command, journeys, tours } from "./duplicates/commands.ts";
import { readEndState } from "./duplicates/end-state.ts";
import { beginJourney } from "./duplicates/journey.ts";
import { KINDS } from "./duplicates/kinds.ts";
import { createPatience } from "./duplicates/patience.ts";
import { startTwins } from "./duplicates/start-twins.ts";
import { TOUR } from "./duplicates/steps.ts";
import { faultTest } from "./world/fault-suite.ts";

const TOURS = 3;
const JOURNEYS = 12;
const LONGEST_JOURNEY = 24;
/** How long a journey that has failed is made shorter; each shorter one is a run of its own. */
const SHORTEN_MS = 120_000;

faultTest(
  "a journey whose requests are sent one to five times, late and in parallel, ends as one whose requests are sent once",
  {
    mustHappen: [
      ...TOUR.map(({ name }) => name),
      ...KINDS.map(({ name }) => `repeated ${name}`),
      ...KINDS.filter(({ isNeverLate }) => !isNeverLate).map(({ name }) => `late ${name}`),
    ],
    timeoutMs: 500_000,
  },
  async ({ random, counters }) => {
    await using world = await startTwins(counters);
    const patience = createPatience(SHORTEN_MS);
    const endsAsOnce = (steps: Iterable<Command>) =>
      patience.while(async () => {
        const twins = await world.begin();
        await fc.asyncModelRun(() => ({ model: beginJourney(), real: twins }), steps).finally(twins.flush);
        await twins.often.settle();
        counters.count("journeys");
        expect(await readEndState(twins, twins.often)).toEqual(await readEndState(twins, twins.once));
      });
    const settings = { seed: random.seed | 0, unbiased: true };
    await fc.assert(fc.asyncProperty(tours(), endsAsOnce), { ...settings, numRuns: TOURS });
    await fc.assert(fc.asyncProperty(journeys(LONGEST_JOURNEY), endsAsOnce), { ...settings, numRuns: JOURNEYS });
  },
);
