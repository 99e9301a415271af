/**
 * Shows that the servers of this folder are right, and that each planted fault misbehaves.
 *
 *   node e2e/planted/walk.ts [language …] [fault …]
 *
 * Starts hub and Acme Desk, registers each server, walks connect, action, refresh and disconnect through the correct one,
 * looks for the sign of every fault in it (there must be none), and then for the sign of each fault in the server that has it.
 */
import { readFileSync } from "node:fs";
import { findFreePorts } from "../world/free-ports.ts";
import { LANGUAGES, type Language, type PlantedServer, startPlanted } from "./start-planted.ts";
import { CORE_SIGNS } from "./walk/core-signs.ts";
import { type Grounds, type Place, startGrounds } from "./walk/grounds.ts";
import { MANNERS } from "./walk/manners.ts";
import { seeOutage, startSilentService } from "./walk/outage.ts";
import { SERVICE_SIGNS } from "./walk/service-signs.ts";
import type { Sign } from "./walk/sign.ts";
import { VERIFIED_SIGNS } from "./walk/verified-signs.ts";
import { createWalker, type Walker } from "./walk/walker.ts";

interface Fault {
  languages: Language[];
  kind: Place["kind"];
}

const FAULTS: Record<string, Fault> = JSON.parse(readFileSync(new URL("./faults.json", import.meta.url), "utf8"));
const PLAIN_SIGNS = { ...CORE_SIGNS, ...SERVICE_SIGNS };
const ALL_SIGNS: Record<string, Sign> = { ...PLAIN_SIGNS, ...VERIFIED_SIGNS };

let wrong = 0;

function say(good: boolean, text: string): void {
  if (!good) wrong += 1;
  console.log(`${good ? "  " : "✗ "}${text}`);
}

const start = (
  grounds: Grounds,
  place: Place,
  fault?: string,
  issuer = grounds.service.issuer,
): Promise<PlantedServer> =>
  startPlanted({
    ...place,
    hub: grounds.hub,
    issuer,
    ...(fault === undefined ? {} : { fault }),
  });

/** Connect, an action, an action after the token has expired, Disconnect. */
async function walkWholeWay(walker: Walker): Promise<void> {
  const { service } = walker.grounds;
  const before = service.liveGrants("john.doe");
  const end = await walker.connect("Ada");
  const [account] = await walker.accountsOf("Ada");
  say(account !== undefined, `connect: ends at ${end.url.pathname}, linked as ${account?.external_account_id}`);
  const first = await walker.act("Ada");
  say(first.status === 201, `action: ${first.status}`);
  service.expireAccessTokens("john.doe");
  const second = await walker.act("Ada");
  say(second.status === 201 && walker.count("refresh") === 1, `action with an expired token: ${second.status}`);
  const receipt = await walker.disconnect("Ada", account?.linked_account_id ?? "");
  const revocations = walker.count("revocation");
  say(
    service.liveGrants("john.doe") === before && receipt.withdrawn.state === "revoked" && revocations > 0,
    `disconnect: ${receipt.acknowledged.state}, ${receipt.withdrawn.state}; ${revocations} revocations in the ledger`,
  );
}

/** What a sign has seen; a way that ends before the sign could look is a surprise of its own. */
async function lookFor(name: string, walker: Walker, complaints: () => string): Promise<string | undefined> {
  try {
    return await ALL_SIGNS[name]?.(walker);
  } catch (error) {
    say(false, `the way ended early: ${error instanceof Error ? error.message : ""} ${complaints().slice(-600)}`);
    return undefined;
  } finally {
    await walker.sweep();
  }
}

/** Links an account, and then Acme Desk is out of reach: nothing may be deleted. */
async function walkOutages(grounds: Grounds, place: Place): Promise<void> {
  const walker = createWalker(grounds, place);
  await using silent = await startSilentService();
  for (const [outage, issuer] of [
    ["refuses connections", `http://127.0.0.1:${await findFreePorts(1)}`],
    ["never answers", silent.issuer],
  ] as const) {
    await using linking = await start(grounds, place);
    await walker.connect("Ada");
    await linking[Symbol.asyncDispose]();
    await using _alone = await start(grounds, place, undefined, issuer);
    const saw = await seeOutage(walker);
    say(saw.wrong === undefined, `disconnect while Acme Desk ${outage}: ${saw.wrong ?? saw.right}`);
    await walker.sweep();
  }
}

async function walkCorrect(grounds: Grounds, place: Place): Promise<void> {
  await using server = await start(grounds, place);
  console.log(`\n${place.language}, ${place.kind}: correct; ready after ${server.startedInMs} ms`);
  const walker = createWalker(grounds, place);
  await walkWholeWay(walker);
  await walker.sweep();
  for (const [name, look] of Object.entries(MANNERS)) {
    const saw = await look(walker);
    say(saw.wrong === undefined, `${name}: ${saw.wrong ?? saw.right}`);
    await walker.sweep();
  }
  const signs = place.kind === "verified" ? ALL_SIGNS : PLAIN_SIGNS;
  for (const name of Object.keys(signs)) {
    const saw = await lookFor(name, walker, server.complaints);
    if (saw !== undefined) say(false, `false alarm of ${name}: ${saw}`);
  }
  say(true, `no sign of ${Object.keys(signs).length} faults`);
}

/** At a place of its own: what a fault leaves behind at the hub is nobody else's. */
async function walkFault(grounds: Grounds, language: Language, fault: string): Promise<void> {
  const place = await grounds.place(language, FAULTS[fault]?.kind ?? "plain");
  await using server = await start(grounds, place, fault);
  const saw = await lookFor(fault, createWalker(grounds, place), server.complaints);
  say(saw !== undefined, `${language} ${fault}: ${saw ?? "behaves"}`);
}

async function walk(languages: readonly Language[], faults: readonly string[]): Promise<void> {
  await using grounds = await startGrounds();
  for (const language of languages) {
    await walkCorrect(grounds, await grounds.place(language, "plain"));
    await walkOutages(grounds, await grounds.place(language, "plain"));
    if (language === "python") await walkCorrect(grounds, await grounds.place(language, "verified"));
    for (const fault of faults) {
      if (!FAULTS[fault]?.languages.includes(language)) continue;
      await walkFault(grounds, language, fault).catch((error) => {
        say(false, `${language} ${fault}: ${error instanceof Error ? error.stack : "could not be walked"}`);
      });
    }
  }
}

const named = process.argv.slice(2);
const isLanguage = (name: string): name is Language => LANGUAGES.some((language) => language === name);
const languages = named.filter(isLanguage);
const faults = named.filter((name) => !isLanguage(name));
await walk(languages.length > 0 ? languages : LANGUAGES, faults.length > 0 ? faults : Object.keys(FAULTS));
console.log(wrong === 0 ? "\nAll as it should be." : `\n${wrong} surprises.`);
process.exitCode = wrong === 0 ? 0 : 1;
