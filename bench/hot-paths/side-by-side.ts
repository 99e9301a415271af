import { type LoadRequest, type LoadResult, type LoadShape, load } from "../world/load.ts";
import type { PinnedProcess } from "../world/pinned-process.ts";

const ROUNDS = 3;
const WARM_UP_SECONDS = 3;

/** A server and what it is asked. */
export interface Side {
  server: PinnedProcess;
  requests: readonly LoadRequest[];
}

/** How both sides went in their best rounds. */
export interface Compared {
  bare: LoadResult;
  hub: LoadResult;
}

/**
 * Measures two sides in turns, so that whatever else the machine does hits both, and answers the best round of each: a
 * machine can only be slower than it is.
 */
export async function measureInTurns(bare: Side, hub: Side, shape: LoadShape): Promise<Compared> {
  const measure = ({ server, requests }: Side, seconds = shape.seconds) =>
    load(server, requests, { ...shape, seconds });
  await measure(bare, WARM_UP_SECONDS);
  await measure(hub, WARM_UP_SECONDS);
  let best = { bare: await measure(bare), hub: await measure(hub) };
  for (let round = 1; round < ROUNDS; round += 1) {
    best = { bare: faster(best.bare, await measure(bare)), hub: faster(best.hub, await measure(hub)) };
  }
  return best;
}

function faster(one: LoadResult, other: LoadResult): LoadResult {
  return one.perSecond > other.perSecond ? one : other;
}
