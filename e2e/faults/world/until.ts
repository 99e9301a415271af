import { setTimeout as wait } from "node:timers/promises";

const LOOK_EVERY_MS = 100;

/** Waits until something is so; fails with its name and what was seen last. */
export async function until<Seen>(
  what: string,
  look: () => Promise<Seen>,
  isSo: (seen: Seen) => boolean,
  withinMs = 30_000,
): Promise<Seen> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (isSo(seen)) return seen;
    if (performance.now() > deadline)
      throw new Error(`It did not come to this: ${what}. Seen: ${JSON.stringify(seen)}`);
    await wait(LOOK_EVERY_MS);
  }
}
