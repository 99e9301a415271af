import type { KyselyPlugin } from "kysely";
import { NEEDED_TO_SET_UP } from "./clauses/clauses.ts";
import { makeClausesRemovable } from "./remove-clause.ts";
import { nameOf, type Row } from "./row.ts";
import type { Watch } from "./run-row.ts";
import type { World } from "./world.ts";

/** What went wrong with a row: while every clause was in place, and without each clause that its requests pass. */
export interface RowOutcome {
  row: string;
  whole: string[];
  without: Record<string, string[]>;
}

/** What became of a world that was set up without a clause. */
export interface SetUpOutcome {
  setUpWithout: string;
  failed: boolean;
}

/**
 * Runs as a process of its own, because it changes what its modules say. Arguments: which share of the rows, of how many.
 * Writes one line of JSON for each row.
 *
 * A clause is missing from the requests that strangers and owners send, and from nothing else: a world is set up and looked
 * at with all of them. Who does not pass a clause can't fail without it, so only the requests that do are sent again.
 */
type Answered = Record<string, unknown>;
const asTheyCome = (rows: Answered[]) => rows;
const fromOneEnd = (rows: Answered[]) => rows.toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
const fromTheOther = (rows: Answered[]) => fromOneEnd(rows).toReversed();

let missing: string | undefined;
let passed = new Set<string>();
let metSeveral = false;
let order = asTheyCome;

/** Rows of the two organisations are told apart by it; or else by what they say, because their ids are the same. */
function placeOf(row: Answered): string {
  return `${row.organisation_id ?? ""} ${JSON.stringify(row)}`;
}

/** A statement that meets more rows than it should may answer any of them first: one end of a fixed order, or the other. */
const eitherOrder: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    if (result.rows.length < 2) return result;
    metSeveral = true;
    return { ...result, rows: order(result.rows) };
  },
};

makeClausesRemovable({
  isPut(clause) {
    passed.add(clause);
    return clause !== missing;
  },
  instead: eitherOrder,
});
const { createWorld } = await import("./world.ts");
const { FROM_ELSEWHERE, runRow } = await import("./run-row.ts");
const { ROWS } = await import("./rows.ts");

/** Notes who passes which clauses. What comes from elsewhere is refused before anything is asked. */
function notesIn(senders: Map<string, Set<string>>): Watch {
  return {
    minds: (sender) => sender !== FROM_ELSEWHERE,
    async around(sender, send) {
      passed = new Set();
      const reply = await send();
      for (const clause of passed) senders.set(clause, (senders.get(clause) ?? new Set()).add(sender));
      return reply;
    },
  };
}

/** Lets a clause be missing from what certain senders send. */
function removes(clause: string, senders: Set<string>): Watch {
  return {
    minds: (sender) => senders.has(sender),
    async around(_sender, send) {
      missing = clause;
      try {
        return await send();
      } finally {
        missing = undefined;
      }
    },
  };
}

/** Each run begins with the same world: what a missing clause has done to the one before is no matter of the next one. */
async function run(world: World, row: Row, watch: Watch): Promise<string[]> {
  await world.restore();
  return runRow(world, row, watch);
}

async function runWithoutEach(world: World, row: Row): Promise<RowOutcome> {
  const senders = new Map<string, Set<string>>();
  const whole = await run(world, row, notesIn(senders));
  const without: RowOutcome["without"] = {};
  for (const [clause, those] of senders) {
    without[clause] = await inEitherOrder(() => run(world, row, removes(clause, those)));
  }
  return { row: nameOf(row), whole, without };
}

async function inEitherOrder(run: () => Promise<string[]>): Promise<string[]> {
  try {
    metSeveral = false;
    order = fromOneEnd;
    const faults = await run();
    if (faults.length > 0 || !metSeveral) return faults;
    order = fromTheOther;
    return await run();
  } finally {
    order = asTheyCome;
  }
}

/** Whether two organisations can be set up without a clause. */
async function setUpWithout(clause: string): Promise<SetUpOutcome> {
  missing = clause;
  try {
    await using _world = await createWorld();
    return { setUpWithout: clause, failed: false };
  } catch {
    return { setUpWithout: clause, failed: true };
  } finally {
    missing = undefined;
  }
}

const say = (outcome: RowOutcome | SetUpOutcome) => process.stdout.write(`${JSON.stringify(outcome)}\n`);
const [share = 0, shares = 1] = process.argv.slice(2).map(Number);
const world = await createWorld();
for (const row of ROWS.filter((_row, index) => index % shares === share)) say(await runWithoutEach(world, row));
await world[Symbol.asyncDispose]();
if (share === 0) for (const clause of NEEDED_TO_SET_UP) say(await setUpWithout(clause));
process.exit(0);
