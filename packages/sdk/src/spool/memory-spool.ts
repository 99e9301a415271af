import type { Spool } from "./spool.ts";

/** The spool of a process that has no other: what is unfinished is tried again as long as it lives. */
export function createMemorySpool(): Spool {
  const kept = new Map<string, string>();
  return {
    put: async (name, sealed) => void kept.set(name, sealed),
    remove: async (name) => void kept.delete(name),
    list: async () => [...kept].map(([name, sealed]) => ({ name, sealed })),
  };
}
