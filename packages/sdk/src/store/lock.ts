import { randomToken256 } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Store } from "./store.ts";

/** How long a lock outlives its holder: as long as a lease of the hub (contract 2.4). */
const HELD_SECONDS = 60;
/** Milliseconds between two looks at a lock that somebody holds. */
const PAUSE = 200;
/** In milliseconds; somebody is waiting for us, and no longer than this. */
const PATIENCE = 10_000;

/** Somebody else held the lock for as long as we could wait. */
export class LockHeld extends Error {
  override readonly name = "LockHeld";
}

/** A lock that we hold. */
export interface Lock {
  /** From then on somebody else may have it. */
  heldUntil: Date;
  release(): Promise<void>;
}

/** Takes a lock that only one process can hold; throws `LockHeld` after ten seconds. One of a dead holder expires. */
export async function takeLock(key: string, { store, clock }: { store: Store; clock: Clock }): Promise<Lock> {
  const holder = randomToken256();
  const until = clock.now().getTime() + PATIENCE;
  for (;;) {
    const heldUntil = new Date(clock.now().getTime() + HELD_SECONDS * 1_000);
    if (await store.putIfAbsent(key, holder, HELD_SECONDS)) {
      return { heldUntil, release: () => store.remove(key, holder) };
    }
    if (clock.now().getTime() + PAUSE > until) throw new LockHeld("somebody else is at it");
    await clock.sleep(PAUSE);
  }
}
