import { makeSaves } from "./scale/saves.ts";
import { countStatements } from "./world/count-statements.ts";
import { type LoadRequest, load } from "./world/load.ts";
import { refuseUnfitMachine } from "./world/machine.ts";
import type { PinnedProcess } from "./world/pinned-process.ts";
import { connectStarts, reads } from "./world/requests.ts";
import { makeWorld } from "./world/world.ts";

/**
 * What the same requests take with few and with many linked accounts. Few callers at a time, so that what is measured is
 * the work and not the queue in front of it.
 */
const LARGE = Number(process.env.ACCOUNTS ?? 1_000_000);
const SIZES = [Math.ceil(LARGE / 100), LARGE];
const SECONDS = Number(process.env.SECONDS ?? 10);
const CONNECTIONS = 4;
const SAMPLE = 20_000;
const WARM_UP = { seconds: 2, connections: CONNECTIONS };
const MEASURED = { seconds: SECONDS, connections: CONNECTIONS };
const COUNTED = { seconds: 1, connections: CONNECTIONS };
/** More than a hub on one core can save each second; what is sent twice would be answered without being saved. */
const SAVES_PER_SECOND = 2_000;

refuseUnfitMachine();
await using world = await makeWorld();
console.log(`scale, ${CONNECTIONS} connections, ${SECONDS} s each`);
console.log("| linked accounts | request | p50 | p99 | a second | statements alone | of which write |");
console.log("| ---: | --- | ---: | ---: | ---: | ---: | ---: |");
let filled = 0;
for (const size of SIZES) {
  const accounts = await world.fill(size - filled, SAMPLE);
  filled = size;
  await using hub = await world.startHub();
  await measure(hub, size, "token read", () => reads(world, accounts));
  await measure(hub, size, "save", (seconds) => makeSaves(world, accounts, seconds * SAVES_PER_SECOND));
  await measure(hub, size, "start of a connect", () => connectStarts(world));
}

/** Prints one row: warms up, measures, counts, each with requests of its own. */
async function measure(
  hub: PinnedProcess,
  size: number,
  name: string,
  requestsFor: (seconds: number) => LoadRequest[] | Promise<LoadRequest[]>,
): Promise<void> {
  await load(hub, await requestsFor(WARM_UP.seconds), WARM_UP);
  const result = await load(hub, await requestsFor(MEASURED.seconds), MEASURED);
  if (result.refused > 0) throw new Error(`${result.refused} of ${result.answered} were refused: ${name}.`);
  const { alone } = await countStatements(hub, await requestsFor(COUNTED.seconds), COUNTED);
  const times = [result.p50, result.p99].map((time) => `${time.toFixed(1)} ms`);
  const cells = [
    size.toLocaleString("en"),
    name,
    ...times,
    result.perSecond.toFixed(0),
    alone.statements,
    alone.writes,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}
