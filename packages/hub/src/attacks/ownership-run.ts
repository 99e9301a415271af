import { loadHubsWithoutClauses } from "./remove-clause.ts";
import type { Row } from "./row.ts";
import type { World } from "./world.ts";

/** What a run of the table with one clause missing came to: the rows that failed, and what went wrong. */
export interface Outcome {
  clause: string;
  failed: Record<string, string[]>;
}

/**
 * Runs as a process of its own, because it changes what its modules say. Arguments: the names of clauses. Writes one line
 * of JSON for each: first one for the whole hub, with which rows pass which clauses.
 */
let current = "";
const rowsByClause = new Map<string, Set<string>>();
loadHubsWithoutClauses((clause) => {
  if (current !== "") rowsByClause.set(clause, (rowsByClause.get(clause) ?? new Set()).add(current));
});

/** Runs rows on a copy of the hub; only rows that pass a clause can fail without it. */
async function runWithout(clause: string, only: (name: string) => boolean): Promise<Outcome> {
  const mark = `?without=${encodeURIComponent(clause)}`;
  const { createWorld } = (await import(`./world.ts${mark}`)) as { createWorld: () => Promise<World> };
  const { runRow } = (await import(`./run-row.ts${mark}`)) as typeof import("./run-row.ts");
  const { ROWS } = (await import(`./rows.ts${mark}`)) as { ROWS: Row[] };
  const { nameOf } = await import("./row.ts");
  const failed: Outcome["failed"] = {};
  current = "";
  const world = await createWorld();
  for (const row of ROWS) {
    current = nameOf(row);
    if (!only(current)) continue;
    const faults = await runRow(world, { ...row, arrange: unwatched(row.arrange) });
    if (faults.length > 0) failed[current] = faults;
  }
  current = "";
  await world[Symbol.asyncDispose]();
  return { clause, failed };
}

/** What is merely set up passes clauses too; that is no attack. */
function unwatched(arrange: Row["arrange"]): Row["arrange"] {
  return async (world) => {
    const watched = current;
    current = "";
    try {
      return await arrange(world);
    } finally {
      current = watched;
    }
  };
}

const whole = await runWithout("", () => true);
process.stdout.write(`${JSON.stringify(whole)}\n`);
for (const clause of process.argv.slice(2)) {
  const passing = rowsByClause.get(clause) ?? new Set();
  const outcome = await runWithout(clause, (name) => passing.has(name)).catch((error: unknown) => ({
    clause,
    failed: { "no row: two organisations can't even be set up": [error instanceof Error ? error.name : "thrown"] },
  }));
  process.stdout.write(`${JSON.stringify({ ...outcome, passing: [...passing] })}\n`);
}
process.exit(0);
