import { ASSERTION_LEEWAY_SECONDS, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Store } from "../store/store.ts";

/** The same signed request came twice; its name is what the log says. */
class Replayed extends Error {
  override readonly name = "Replayed";
}

/** Remembers the ids of assertions until they expire and refuses one that comes again (contract 2.2). */
export function createReplayGuard({ store, clock }: { store: Store; clock: Clock }) {
  return async function requireFirstUse(assertion: { jti: string; exp: number }): Promise<void> {
    const now = clock.now().getTime() / 1_000;
    const ttlSeconds = Math.max(1, Math.ceil(assertion.exp + ASSERTION_LEEWAY_SECONDS - now) + 1);
    if (await store.putIfAbsent(`assertion/${assertion.jti}`, "used", ttlSeconds)) return;
    throw new Problem("ASSERTION_INVALID", { cause: new Replayed() });
  };
}
