import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createSealKey } from "@joinery/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { holdRenewal } from "../faults/disconnect-during-refresh/hold-renewal.ts";
import { startKeyService } from "./credentials/key-service.ts";
import { buildPrograms, type ProgramName, type Programs } from "./runtimes/build-programs.ts";
import { installRuntimes } from "./runtimes/install-runtimes.ts";
import { askDirectly, askImpatiently, linkAccount, walkJourney } from "./runtimes/journey.ts";
import { RUNTIMES } from "./runtimes/runtimes.ts";
import { startApp } from "./runtimes/start-app.ts";
import { type Findings, MODES, PAIRS, type Pair, type ServedMode, toFindings } from "./runtimes/table.ts";
import { trySpool } from "./runtimes/try-spool.ts";
import { readVersions } from "./runtimes/versions.ts";
import { walkKeys } from "./runtimes/walk-keys.ts";
import { type Place, startWorld, WALKERS, type Walker, type World } from "./runtimes/world.ts";

/** The journey in every runtime, behind every adapter that belongs there, for our hub and in Blink mode. */

/** The last run that somebody has looked at; the page in the documentation is made of it. */
const FINDINGS_FILE = join(import.meta.dirname, "runtimes.json");

let programs: Programs;
let world: World;
const walkers = [...WALKERS];
const worked: (Pair & { mode: ServedMode })[] = [];

beforeAll(async () => {
  await installRuntimes();
  [programs, world] = await Promise.all([buildPrograms(), startWorld()]);
}, 600_000);

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  programs[Symbol.dispose]();
});

const journeys = PAIRS.flatMap((pair) => MODES.map((mode) => ({ ...pair, mode })));

/** Starts an integration and lets somebody walk through it who walks nowhere else meanwhile. */
async function walkIn(
  { mode, ...pair }: Pair & { mode: ServedMode },
  walk: (place: Place, walker: Walker) => Promise<void>,
  more: { program?: ProgramName; settings?: Readonly<Record<string, string>> } = {},
): Promise<void> {
  const walker = walkers.pop();
  if (walker === undefined) throw new Error("More journeys at once than people.");
  try {
    const place = await world.place(pair, mode);
    const environment = { ...place.environment, ...more.settings };
    await using app = await startApp(pair, { programs, ...place, ...more, environment });
    await walk(place, walker).catch((cause) => {
      throw new Error(`The integration has printed: ${app.output()}`, { cause });
    });
  } finally {
    walkers.push(walker);
  }
}

describe.concurrent("a person connects, acts, has a token renewed and disconnects", () => {
  test.each(journeys)(
    "$runtime, $adapter, $mode",
    async (journey) => {
      await walkIn(journey, (place, walker) => walkJourney(world, place, walker));
      worked.push(journey);
    },
    60_000,
  );
});

const keyPrograms = [
  { runtime: "Node 20", adapter: "node", program: "keys-node" },
  { runtime: "Bun", adapter: "fetch", program: "keys-fetch" },
  { runtime: "Deno", adapter: "fetch", program: "keys-fetch" },
  { runtime: "workerd", adapter: "workers", program: "keys-worker" },
] as const;

describe.concurrent("a person enters an API key, which is stored sealed, used and forgotten", () => {
  test.each(keyPrograms.flatMap((one) => MODES.map((mode) => ({ ...one, mode }))))(
    "$runtime, $mode",
    async ({ program, ...pair }) => {
      await using keys = await startKeyService();
      const settings = { KEYS_URL: keys.url, SEAL_KEY: createSealKey() };
      await walkIn(pair, (place, walker) => walkKeys(world, { place, walker, keys }), { program, settings });
    },
    60_000,
  );
});

describe("the folder for unfinished work", () => {
  test.each(RUNTIMES.filter((runtime) => runtime !== "workerd"))(
    "%s: outlives a killed process, and is left alone while its owner lives",
    async (runtime) => {
      const parent = mkdtempSync(join(tmpdir(), "joinery-spool-"));
      try {
        const found = await trySpool(runtime, programs, join(parent, "spool"));

        const kept = [{ name: "kept", sealed: "sealed" }];
        // Deno may not ask whether a process runs, unless it may run programs as well: there the minute of silence tells.
        expect(found).toEqual({ whileAlive: [], afterKill: runtime === "Deno" ? [] : kept, afterSilence: kept });
      } finally {
        rmSync(parent, { recursive: true });
      }
    },
  );
});

test.each(["Node 20", "Node 24", "Bun", "Deno"] as const)(
  "%s: behind a parser of Express a request is refused with what to do",
  async (runtime) => {
    const place = await world.place({ runtime, adapter: "express" }, "hub");
    await using _app = await startApp({ runtime, adapter: "express" }, { programs, ...place, program: "express-json" });

    const answer = await fetch(place.connectBase, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{ "a": 1 }',
      signal: AbortSignal.timeout(10_000),
    });

    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(/^BodyAlreadyRead: .*Mount toExpressHandler before express\.json\(\)/);
  },
);

test("workerd: a visitor who hangs up during a renewal leaves nobody waiting", async () => {
  const pair = { runtime: "workerd", adapter: "workers" } as const;
  const place = await world.place(pair, "blink");
  const [walker] = WALKERS;
  await using _app = await startApp(pair, { programs, ...place });
  const userId = await linkAccount(world, place, walker);
  const renewal = holdRenewal("when let go");
  world.service.aroundTokenRequests(renewal.around);
  world.service.expireAccessTokens(walker.account);
  try {
    const hangUp = askImpatiently(place, userId);
    await renewal.here;
    hangUp();
    // The runtime learns of it from the connection.
    await wait(200);

    const second = askDirectly(place, userId);
    await wait(200);
    renewal.letGo("answer");

    expect((await second).status).toBe(200);
    expect(world.service.ledger.entries({ kind: "refresh", clientId: place.clientId })).toHaveLength(1);
  } finally {
    renewal.letGo("break");
    world.service.aroundTokenRequests(undefined);
  }
});

test("the table in the documentation says what this run has found", async () => {
  const found = toFindings(await readVersions(), worked);
  if (process.env.JOINERY_WRITE_FINDINGS) writeFileSync(FINDINGS_FILE, `${JSON.stringify(found, null, 2)}\n`);

  const said = JSON.parse(readFileSync(FINDINGS_FILE, "utf8")) as Findings;

  // After a change on purpose: JOINERY_WRITE_FINDINGS=1 npm run e2e -- sdk/runtimes, then npm run generate.
  expect(said).toEqual(found);
});
