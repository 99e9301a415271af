import type { Attempt, Row, Stranger } from "./row.ts";
import { send } from "./send.ts";
import type { Caller, World } from "./world.ts";

/** Words that only the attacked organisation's things contain, and only its twin's. */
const HOME_WORDS = /engines\.example|Analytical|Acme|Stone|Lovelace|john\.|at-1|rt-1/;
const TWIN_WORDS = /twin/i;
/** Secrets and ids are drawn at random, and four letters in a row come up in one of them sooner or later. */
const DRAWN = /[A-Za-z0-9_-]{32,}/g;

const isSaid = (words: RegExp, text: string) => words.test(text.replaceAll(DRAWN, ""));

/** The owner's cookie, but from elsewhere. */
const ELSEWHERE: Record<string, Record<string, string>> = {
  "another origin": { origin: "https://evil.example" },
  "another port": { origin: "http://127.0.0.1:4001" },
  "a null origin": { origin: "null" },
  "another site": { "sec-fetch-site": "cross-site" },
  "the same site": { "sec-fetch-site": "same-site" },
  "an address bar": { "sec-fetch-site": "none" },
  "nowhere in particular": {},
};

/** Stands around every request that a row sends in earnest; what is merely set up is no attack. */
export interface Watch {
  /** Whether a sender's request is worth sending. */
  minds(sender: string): boolean;
  around<Result>(sender: string, send: () => Promise<Result>): Promise<Result>;
}

const NOBODY_WATCHES: Watch = { minds: () => true, around: (_sender, send) => send() };
const OWNER = "the owner";
/** Sends the owner's cookie from places that are no page of the hub's. */
export const FROM_ELSEWHERE = "the owner's cookie from elsewhere";

type Say = (fault: string) => void;

/** What the parts of a run share. */
interface Run {
  world: World;
  row: Row;
  watch: Watch;
  say: Say;
}

/** Runs a row; answers what went wrong, nothing when all is as it must be. */
export async function runRow(world: World, row: Row, watch: Watch = NOBODY_WATCHES): Promise<string[]> {
  const faults: string[] = [];
  const run: Run = { world, row, watch, say: (fault) => faults.push(fault) };
  const minded = row.strangers.filter((stranger) => watch.minds(nameOfStranger(stranger)));
  try {
    if (watch.minds(OWNER)) await provesOwner(run, await row.arrange(world));
    await refusesStrangers(
      run,
      minded.filter(({ mayChange }) => mayChange === undefined),
    );
    for (const stranger of minded.filter(({ mayChange }) => mayChange !== undefined)) {
      await refuses(run, stranger, await row.arrange(world));
    }
    await leavesNamesake(run);
  } catch (error) {
    run.say(`broke off: ${error instanceof Error ? error.message : "something was thrown"}`);
  } finally {
    await row.tidy?.(world);
  }
  return faults;
}

async function provesOwner({ world, row, watch, say }: Run, attempt: Attempt): Promise<void> {
  const before = row.leavesTwin === true ? await world.lookAtTwin() : "";
  const reply = await watch.around(OWNER, () => world.send(row.owner, attempt));
  const after = row.leavesTwin === true ? await world.lookAtTwin() : "";
  saysWhatChanged(before, after, `${row.owner}, the owner, with the twin`, say);
  if (reply.status >= 400) say(`${row.owner}, the owner, got ${reply.status} ${reply.code}`);
  if (isSaid(TWIN_WORDS, reply.text)) say(`${row.owner}, the owner, reads something of the twin`);
  for (const word of attempt.shows ?? []) {
    if (!reply.text.includes(word)) say(`${row.owner}, the owner, does not read ${word}`);
  }
}

/** All strangers meet the same things, and afterwards the owner still succeeds with them. */
async function refusesStrangers(run: Run, strangers: Stranger[]): Promise<void> {
  const { world, row, watch, say } = run;
  const isMindedElsewhere = row.ownPage === true && watch.minds(FROM_ELSEWHERE);
  if (strangers.length === 0 && !isMindedElsewhere) return;
  const attempt = await row.arrange(world);
  let before = await world.look();
  const saysChange = async (name: string) => {
    const after = await world.look();
    saysWhatChanged(before, after, name, say);
    before = after;
  };
  for (const stranger of strangers) {
    await refuses(run, stranger, attempt);
    await saysChange(nameOfStranger(stranger));
  }
  if (isMindedElsewhere) await refusesElsewhere(run, attempt, saysChange);
  await provesOwner(run, attempt);
}

async function refuses({ world, watch, say }: Run, stranger: Stranger, attempt: Attempt): Promise<void> {
  const name = nameOfStranger(stranger);
  const bent = stranger.bend?.(attempt, world) ?? attempt;
  const reply = await watch.around(name, () => world.send(stranger.as, bent));
  const got = `${reply.status} ${reply.code}`;
  const isExpected = stranger.expect === "own" ? reply.status < 300 : got === stranger.expect;
  if (!isExpected) say(`${name} got ${got} instead of ${stranger.expect}`);
  const shown = attempt.shows?.find((word) => reply.text.includes(word));
  if (shown !== undefined) say(`${name} reads ${shown}`);
  if (isForeign(stranger.as) && isSaid(HOME_WORDS, reply.text)) say(`${name} reads something of the organisation`);
}

function nameOfStranger({ as, about }: Stranger): string {
  return about === undefined ? as : `${as} (${about})`;
}

async function refusesElsewhere(
  { world, row, watch, say }: Run,
  attempt: Attempt,
  saysChange: (name: string) => Promise<void>,
): Promise<void> {
  const { origin: _own, ...cookie } = await world.headersOf(row.owner);
  for (const [place, headers] of Object.entries(ELSEWHERE)) {
    const reply = await watch.around(FROM_ELSEWHERE, () => send(world.home.hub, { ...cookie, ...headers }, attempt));
    const got = `${reply.status} ${reply.code}`;
    if (got !== "403 CROSS_ORIGIN") say(`the owner's cookie from ${place} got ${got}`);
    await saysChange(`the owner's cookie from ${place}`);
  }
}

async function leavesNamesake(run: Run): Promise<void> {
  const { world, row, watch, say } = run;
  const caller = row.namesake;
  if (caller === undefined) return;
  const name = `${caller} with its own`;
  // Beside its twin, the owner's own request is another one as well.
  if (!watch.minds(name) && !watch.minds(OWNER)) return;
  const attempt = await row.arrange(world);
  await world.twin.copyThings();
  const before = await world.look();
  const reply = await watch.around(name, () => world.send(caller, attempt));
  if (reply.status >= 400) say(`${caller} could not do the same with its own: ${reply.status} ${reply.code}`);
  const shown = attempt.shows?.find((word) => HOME_WORDS.test(word) && reply.text.includes(word));
  if (shown !== undefined) say(`${name} reads ${shown}`);
  saysWhatChanged(before, await world.look(), name, say);
  await provesOwner(run, attempt);
  await world.twin.forgetCopies();
}

function saysWhatChanged(before: string, after: string, name: string, say: Say): void {
  if (before === after) return;
  const known = new Set(before.split("\n"));
  const changed = after.split("\n").filter((line) => !known.has(line));
  say(`${name} changed ${changed.map((line) => line.split(" ")[0]).join(", ")}`);
}

function isForeign(caller: Caller): boolean {
  return caller.startsWith("twin") || caller === "nobody" || caller === "unknown token";
}
