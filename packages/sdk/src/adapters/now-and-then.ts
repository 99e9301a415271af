import type { Unfinished } from "../unfinished.ts";

/** Milliseconds between two looks at what is unfinished. */
const LOOK_EVERY = 2_000;

/**
 * Takes up what is unfinished, for platforms where nothing runs between requests: called with each request, does something
 * every two seconds at most. Never rejects.
 */
export function createNowAndThen(): (unfinished: Unfinished | undefined) => Promise<void> {
  let nextLook = 0;
  return async (unfinished) => {
    const now = Date.now();
    if (unfinished === undefined || now < nextLook) return;
    nextLook = now + LOOK_EVERY;
    await unfinished.settle();
  };
}
