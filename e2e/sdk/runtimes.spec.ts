import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildPrograms, type Programs } from "./runtimes/build-programs.ts";
import { installRuntimes } from "./runtimes/install-runtimes.ts";
import { walkJourney } from "./runtimes/journey.ts";
import { binaryOf, RUNTIMES, versionOf } from "./runtimes/runtimes.ts";
import { startApp } from "./runtimes/start-app.ts";
import { MODES, PAIRS } from "./runtimes/table.ts";
import { startWorld, WALKERS, type World } from "./runtimes/world.ts";

/** The journey in every runtime, behind every adapter that belongs there, for our hub and in Blink mode. */

let programs: Programs;
let world: World;
const walkers = [...WALKERS];

beforeAll(async () => {
  await installRuntimes();
  [programs, world] = await Promise.all([buildPrograms(), startWorld()]);
}, 300_000);

afterAll(async () => {
  await world[Symbol.asyncDispose]();
  programs[Symbol.dispose]();
});

const journeys = PAIRS.flatMap((pair) => MODES.map((mode) => ({ ...pair, mode })));

describe.concurrent("a person connects, acts, has a token renewed and disconnects", () => {
  test.each(journeys)(
    "$runtime, $adapter, $mode",
    async ({ mode, ...pair }) => {
      const walker = walkers.pop();
      if (walker === undefined) throw new Error("More journeys at once than people.");
      try {
        const place = await world.place(pair, mode);
        await using app = await startApp(pair, { programs, ...place });
        await walkJourney(world, place, walker).catch((error) => {
          throw new Error(`It has printed: ${app.output()}`, { cause: error });
        });
      } finally {
        walkers.push(walker);
      }
    },
    60_000,
  );
});
