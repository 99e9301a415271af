import { setTimeout as wait } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

const ROUNDS = 5;
const PAUSE_MS = 200;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** Collects garbage until only what is held stays; answers the bytes of heap in use. */
export async function settledHeap(): Promise<number> {
  for (let round = 0; round < ROUNDS; round++) {
    collect();
    await wait(PAUSE_MS);
  }
  collect();
  return process.memoryUsage().heapUsed;
}

/** How many of each kind of thing keep this process alive. */
export function countResources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
