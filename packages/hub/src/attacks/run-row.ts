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

/** Runs a row; answers what went wrong, nothing when all is as it must be. */
export async function runRow(world: World, row: Row): Promise<string[]> {
  const faults: string[] = [];
  const say = (fault: string) => faults.push(fault);
  try {
    await provesOwner(world, row, await row.arrange(world), say);
    await refusesStrangers(world, row, say);
    for (const stranger of row.strangers.filter(({ mayChange }) => mayChange !== undefined)) {
      await refuses(world, stranger, await row.arrange(world), say);
    }
    if (row.namesake !== undefined) await leavesNamesake(world, row, row.namesake, say);
  } catch (error) {
    say(`broke off: ${error instanceof Error ? error.message : "something was thrown"}`);
  } finally {
    await row.tidy?.(world);
  }
  return faults;
}

type Say = (fault: string) => void;

async function provesOwner(world: World, row: Row, attempt: Attempt, say: Say): Promise<void> {
  const reply = await world.send(row.owner, attempt);
  if (reply.status >= 400) say(`${row.owner}, the owner, got ${reply.status} ${reply.code}`);
  if (isSaid(TWIN_WORDS, reply.text)) say(`${row.owner}, the owner, reads something of the twin`);
  for (const word of attempt.shows ?? []) {
    if (!reply.text.includes(word)) say(`${row.owner}, the owner, does not read ${word}`);
  }
}

/** All strangers meet the same things, and afterwards the owner still succeeds with them. */
async function refusesStrangers(world: World, row: Row, say: Say): Promise<void> {
  const attempt = await row.arrange(world);
  for (const stranger of row.strangers.filter(({ mayChange }) => mayChange === undefined)) {
    await refuses(world, stranger, attempt, say);
  }
  if (row.ownPage === true) await refusesElsewhere(world, row, attempt, say);
  await provesOwner(world, row, attempt, say);
}

async function refuses(world: World, stranger: Stranger, attempt: Attempt, say: Say): Promise<void> {
  const before = await world.look();
  const reply = await world.send(stranger.as, stranger.bend?.(attempt, world) ?? attempt);
  const name = stranger.about === undefined ? stranger.as : `${stranger.as} (${stranger.about})`;
  const got = `${reply.status} ${reply.code}`;
  const isExpected = stranger.expect === "own" ? reply.status < 300 : got === stranger.expect;
  if (!isExpected) say(`${name} got ${got} instead of ${stranger.expect}`);
  const shown = attempt.shows?.find((word) => reply.text.includes(word));
  if (shown !== undefined) say(`${name} reads ${shown}`);
  if (isForeign(stranger.as) && isSaid(HOME_WORDS, reply.text)) say(`${name} reads something of the organisation`);
  if (stranger.mayChange === undefined) saysWhatChanged(before, await world.look(), name, say);
}

async function refusesElsewhere(world: World, row: Row, attempt: Attempt, say: Say): Promise<void> {
  const { origin: _own, ...cookie } = await world.headersOf(row.owner);
  for (const [place, headers] of Object.entries(ELSEWHERE)) {
    const before = await world.look();
    const reply = await send(world.home.hub, { ...cookie, ...headers }, attempt);
    const got = `${reply.status} ${reply.code}`;
    if (got !== "403 CROSS_ORIGIN") say(`the owner's cookie from ${place} got ${got}`);
    saysWhatChanged(before, await world.look(), `the owner's cookie from ${place}`, say);
  }
}

async function leavesNamesake(world: World, row: Row, caller: Caller, say: Say): Promise<void> {
  const attempt = await row.arrange(world);
  await world.twin.copyThings();
  const before = await world.look();
  const reply = await world.send(caller, attempt);
  if (reply.status >= 400) say(`${caller} could not do the same with its own: ${reply.status} ${reply.code}`);
  const shown = attempt.shows?.find((word) => HOME_WORDS.test(word) && reply.text.includes(word));
  if (shown !== undefined) say(`${caller} with its own reads ${shown}`);
  saysWhatChanged(before, await world.look(), `${caller} with its own`, say);
  await provesOwner(world, row, attempt, say);
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
