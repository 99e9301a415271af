import type { Counters } from "../world/counters.ts";
import { type FaultWorld, startFaultWorld } from "../world/start-fault-world.ts";
import { createRepeater, type Repeat } from "./repeater.ts";
import { createWalker, type Walker } from "./walker.ts";

/** Copies of one request reach both. */
const HUBS = 2;

/** Two people who go the same journey at the same time: each request of the one is sent once, of the other one often. */
export interface Twins {
  world: FaultWorld;
  once: Walker;
  often: Walker;
  counters: Counters;
  /** When they set out. */
  since: Date;
  /** What becomes of the next requests of the other one. */
  repeat(repeats: readonly Repeat[]): void;
  /** Sends every copy that is still to come. */
  flush(): Promise<void>;
}

/** Starts hubs and an integration, between which requests are repeated. */
export async function startTwins(counters: Counters) {
  const world = await startFaultWorld({ hubs: HUBS });
  const repeater = createRepeater(counters);
  world.front.aroundRequests(repeater.around("hub"));
  world.integrationFront.aroundRequests(repeater.around("integration"));
  let pairs = 0;

  return {
    /** Two new people, with accounts at the service that nobody else uses at the time, and nothing is left of earlier ones. */
    async begin(): Promise<Twins> {
      pairs += 1;
      await world.service.faults.set("grant-revoked", true);
      const once = await world.addMember(`Once ${pairs}`);
      const often = await world.addMember(`Often ${pairs}`);
      return {
        world,
        counters,
        once: createWalker(world, once, { first: "john.doe", second: "bob.stone" }),
        often: createWalker(world, often, { first: "eve.marsh", second: "mira.quinn" }),
        since: new Date(),
        repeat: (repeats) => repeater.use(repeats, often),
        flush: repeater.flush,
      };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
}
