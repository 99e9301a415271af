import type { Exchange } from "@joinery/contract/workshop";

/** Exchanges that belong together, under a key by which they are chosen. */
export interface Members {
  key: string;
  exchanges: readonly Exchange[];
  /** Several flows, in each of which a program asked and no browser had a part. */
  areProbes: boolean;
}

/** Probes belong together as long as no pause between them is longer. */
const PAUSE_MILLISECONDS = 2_000;

/**
 * Puts flows together that a program sends one after the other, such as a conformance run with its dozens of requests: a
 * list of flows is for those in which a person had a part. `flows` are in the order of their begin; a single one stays.
 */
export function joinProbes(flows: readonly Omit<Members, "areProbes">[]): Members[] {
  const joined: Members[] = [];
  let run: { at: number; endedAt: number } | undefined;
  for (const flow of flows) {
    const begunAt = Date.parse(flow.exchanges[0]?.at ?? "");
    const former = run === undefined ? undefined : joined[run.at];
    if (!isProbe(flow.exchanges)) {
      joined.push({ ...flow, areProbes: false });
    } else if (run !== undefined && former !== undefined && begunAt - run.endedAt <= PAUSE_MILLISECONDS) {
      joined[run.at] = { ...former, exchanges: [...former.exchanges, ...flow.exchanges], areProbes: true };
      run = { at: run.at, endedAt: Math.max(run.endedAt, endOf(flow.exchanges)) };
    } else {
      run = { at: joined.length, endedAt: endOf(flow.exchanges) };
      joined.push({ ...flow, areProbes: false });
    }
  }
  return joined;
}

/** What was sent again from the inspector is looked at by itself. */
function isProbe(exchanges: readonly Exchange[]): boolean {
  return exchanges[0]?.from === "hub" && exchanges.every(({ from, repeats }) => from !== "browser" && repeats === null);
}

function endOf(exchanges: readonly Exchange[]): number {
  return Math.max(...exchanges.map(({ at, duration_ms: duration }) => Date.parse(at) + (duration ?? 0)));
}
