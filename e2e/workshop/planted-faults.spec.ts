import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { httpTarget, type Profile, type Report, runConformance, workshopTarget } from "@joinery/conformance";
import { startHub, type TestHub } from "@joinery/testing";
import { afterAll, describe, expect, test } from "vitest";
import { commandFor, LANGUAGES, type Language } from "../planted/start-planted.ts";

/**
 * Integrations without a line of ours, in three languages: each is right, and each can make mistakes on request. Every
 * mistake must be found by the id that names it, and nothing else may be reported.
 */

interface Planted {
  languages: readonly Language[];
  kind: "plain" | "verified";
  profile: Profile;
  what: string;
  /** Checks that must find it. */
  found_by: readonly string[];
  /** Further checks that it breaks by its nature. */
  breaks?: readonly string[];
}

const PLANTED = JSON.parse(readFileSync(new URL("../planted/faults.json", import.meta.url), "utf8")) as Record<
  string,
  Planted
>;

const counters = { correct: 0, planted: 0, found: 0, falseAlarms: 0 };

afterAll(() => console.log("planted-faults", JSON.stringify(counters)));

/** Enough to be slower than anything else; correct integrations are run with the real delays. */
const QUICKLY_SLOW = { "slow-6s": 400, "slow-30s": 2_000 };

async function startPlanted(language: Language, kind: "plain" | "verified", fault = ""): Promise<TestHub> {
  const hub = await startHub({ kind, ...(fault === "" ? {} : { slowFaultDelays: QUICKLY_SLOW }) });
  const [command, ...args] = await commandFor(language);
  const cwd = fileURLToPath(new URL(`../planted/${language}/`, import.meta.url));
  await hub.run({ command, args, cwd, env: { FAULT: fault, JOINERY_KIND: kind } });
  return hub;
}

async function runProfiles({ workshop, settings }: TestHub, profiles: readonly Profile[]): Promise<Report> {
  const secrets = [settings.proxySecret, settings.apiToken, settings.service.clientSecret];
  return runConformance({ target: await workshopTarget(workshop, { secrets }), profiles, workshop });
}

function failuresOf(report: Report): string[] {
  return report.results.filter(({ outcome }) => outcome === "failed").map(({ id }) => id);
}

/** What could not be run although nothing stood in the way. */
function unexplainedOf(report: Report): string[] {
  return report.results
    .filter((result) => result.outcome === "blocked" && result.blocked_because !== "kind")
    .map(({ id }) => id);
}

describe.for(LANGUAGES)("a correct integration in %s", (language) => {
  test.concurrent("passes core, revoke, refresh and multi-account, and nothing stays unlooked at", async () => {
    await using hub = await startPlanted(language, "plain");

    const report = await runProfiles(hub, ["core", "revoke", "refresh", "multi-account"]);

    expect(failuresOf(report)).toEqual([]);
    expect(unexplainedOf(report)).toEqual([]);
    counters.correct += 1;
  });

  test.concurrent("passes what of core needs only the URL, the ids and the secret", async () => {
    await using hub = await startPlanted(language, "plain");
    const { serviceId, authId, proxySecret, environment } = hub.settings;
    const url = `http://localhost:${environment.PORT}`;

    const report = await runConformance({
      target: httpTarget({ url, serviceId, authId, proxySecret }),
      profiles: ["core"],
    });

    expect(failuresOf(report)).toEqual([]);
    expect(report.counts.passed).toBeGreaterThan(20);
    counters.correct += 1;
  });
});

test.concurrent("the correct integration in python passes core, revoke and verified when the hub verifies", async () => {
  await using hub = await startPlanted("python", "verified");

  const report = await runProfiles(hub, ["core", "revoke", "verified"]);

  expect(failuresOf(report)).toEqual([]);
  expect(unexplainedOf(report)).toEqual([]);
  counters.correct += 1;
});

const ROWS = Object.entries(PLANTED).flatMap(([fault, planted]) =>
  planted.languages.map((language) => ({ fault, language, ...planted })),
);

// Each has a hub of its own, and most of the time it waits.
test.concurrent.for(ROWS)(
  "$fault in $language is found",
  async ({ fault, language, kind, profile, found_by, breaks = [] }) => {
    await using hub = await startPlanted(language, kind, fault);
    counters.planted += 1;

    const failures = failuresOf(await runProfiles(hub, [profile]));

    const known = new Set([...found_by, ...breaks]);
    const others = failures.filter((id) => !known.has(id));
    counters.falseAlarms += others.length;
    expect(failures).toEqual(expect.arrayContaining([...found_by]));
    expect(others).toEqual([]);
    counters.found += 1;
  },
);
