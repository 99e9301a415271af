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

/** The hub looks for overdue flows every 15 s, and the database's pool then keeps a connection for 10 s. */
const WATCHED_MS = 30_000;
const LOOK_EVERY_MS = 100;

/**
 * How many of each kind of thing keep this process alive, at its quietest moment: idle connections and the hub's own
 * clockwork come and go.
 */
export async function settledResources(): Promise<Record<string, number>> {
  const until = performance.now() + WATCHED_MS;
  let quietest = process.getActiveResourcesInfo();
  while (performance.now() < until) {
    await wait(LOOK_EVERY_MS);
    const now = process.getActiveResourcesInfo();
    if (now.length < quietest.length) quietest = now;
  }
  const counts: Record<string, number> = {};
  for (const kind of quietest.sort()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
