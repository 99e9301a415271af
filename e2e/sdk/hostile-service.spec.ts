import * as sdk from "@joinery/sdk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ALL_CASES } from "./hostile-service/all-cases.ts";
import { setBlinkStage } from "./hostile-service/blink-stage.ts";
import type { Case, Ending } from "./hostile-service/case.ts";
import { setFakeHubStage } from "./hostile-service/fake-hub-stage.ts";
import { CLIENT } from "./hostile-service/hostile-server.ts";
import { createIdTokens } from "./hostile-service/id-tokens.ts";
import { runCase, type Verdict } from "./hostile-service/judge.ts";
import { LIBRARY_CHECKS } from "./hostile-service/library-checks.ts";
import { patchSdk } from "./hostile-service/patched-sdk.ts";
import { type RealHub, startRealHub } from "./hostile-service/real-hub-stage.ts";
import { REMOVED_CHECKS } from "./hostile-service/removed-checks.ts";
import { ATTACKS } from "./hostile-service/rfc-9700.ts";
import type { Sdk } from "./hostile-service/stage.ts";

/** A hostile authorization server, and what the SDK makes of each of its lies. */

/** `EVERY_CASE=1` tries all cases everywhere; otherwise the real hub, and each removed check, have a share of them. */
const isEvery = process.env.EVERY_CASE === "1";
const isForRealHub = (place: number) => isEvery || place % 3 === 0;
const isInSample = (place: number) => isEvery || place % 10 === 0;

const idTokens = await createIdTokens(CLIENT.secret);
const named = (cases: readonly Case[]) => cases.map((each) => [each.name, each] as const);
const counts = {
  "hub in memory": new Map<string, number>(),
  "real hub": new Map<string, number>(),
  Blink: new Map<string, number>(),
};

function count(hub: keyof typeof counts, { ending, faults }: Verdict): void {
  const end = faults.length > 0 ? "at fault" : ending;
  counts[hub].set(end, (counts[hub].get(end) ?? 0) + 1);
}

afterAll(() => {
  for (const [hub, endings] of Object.entries(counts)) {
    console.log(`hostile-service, ${hub}: ${JSON.stringify(Object.fromEntries(endings))}`);
  }
});

describe("with a hub in memory", () => {
  // They wait for the SDK's own limit, ten seconds: all at once, beside the others.
  const slow = new Map(ALL_CASES.filter((each) => each.slow).map((each) => [each.name, runAlone(each)]));

  async function runAlone(tried: Case): Promise<Verdict> {
    await using stage = await setFakeHubStage({ sdk, ...tried }, idTokens);
    return await runCase(tried, stage);
  }

  test.each(named(ALL_CASES))("%s", async (name, tried) => {
    const verdict = await (slow.get(name) ?? runAlone(tried));
    count("hub in memory", verdict);
    expect(verdict.faults).toEqual([]);
  });
});

describe("with the real hub", () => {
  let hub: RealHub;
  beforeAll(async () => {
    hub = await startRealHub(idTokens);
  });
  afterAll(() => hub[Symbol.asyncDispose]());

  test.each(
    named(ALL_CASES.filter(({ slow, onlyFake }) => !slow && !onlyFake).filter((_, place) => isForRealHub(place))),
  )("%s", async (_name, tried) => {
    await using stage = await hub.setStage({ sdk, ...tried });
    const verdict = await runCase(tried, stage);
    count("real hub", verdict);
    expect(verdict.faults).toEqual([]);
  });
});

describe("with Blink", () => {
  const BEFORE: Ending = "refused before the code was used";
  const ends = ({ ends: ending }: Case) => (ending === "refused before the flow was claimed" ? BEFORE : ending);

  test.each(named(ALL_CASES.filter(({ slow, onlyFake, notInBlink }) => !slow && !onlyFake && !notInBlink)))(
    "%s",
    async (_name, tried) => {
      await using stage = await setBlinkStage({ sdk, ...tried }, idTokens);
      const verdict = await runCase({ ...tried, ends: ends(tried) }, stage);
      count("Blink", verdict);
      expect(verdict.faults).toEqual([]);
    },
  );
});

describe("with one check removed", () => {
  const cases = ALL_CASES.filter(({ slow }) => !slow);

  test.each(REMOVED_CHECKS.map((each, index) => [each.check, each, index] as const))(
    "%s: exactly its cases fail",
    async (_check, { fails, ...patch }, index) => {
      using patched = await patchSdk(patch);
      const isNamed = ({ name }: Case) =>
        fails.some((each) => (typeof each === "string" ? each === name : each.test(name)));
      const tried = cases.filter((each, place) => isNamed(each) || isInSample(place + index));

      const failing = await namesOfFailing(tried, patched.sdk);

      const named = tried.filter(isNamed).map(({ name }) => name);
      expect(named).not.toEqual([]);
      expect(failing).toEqual(named);
    },
  );

  async function namesOfFailing(tried: readonly Case[], patched: Sdk): Promise<string[]> {
    const failing: string[] = [];
    for (const each of tried) {
      await using stage = await setFakeHubStage({ ...each, sdk: patched }, idTokens);
      const { faults } = await runCase(each, stage).catch((error) => ({ faults: [String(error)] }));
      if (faults.length > 0) failing.push(each.name);
    }
    return failing;
  }
});

describe("nothing is forgotten", () => {
  const names = ALL_CASES.map(({ name }) => name);
  const missing = (wanted: readonly RegExp[]) => wanted.filter((each) => !names.some((name) => each.test(name)));

  test("each name stands for one case", () => {
    expect(new Set(names).size).toBe(names.length);
  });

  test("each attack of RFC 9700, section 4, has its cases or a reason to have none", () => {
    const without = ATTACKS.flatMap((each) => ("cases" in each ? missing(each.cases) : []));
    expect(without).toEqual([]);
    const sections = new Set(ATTACKS.map(({ section }) => section.split(".")[1]));
    expect([...sections]).toEqual(Array.from({ length: 17 }, (_, index) => String(index + 1)));
  });

  test("each check that openid-client makes has its cases", () => {
    expect(LIBRARY_CHECKS.flatMap(({ cases }) => missing(cases))).toEqual([]);
  });

  test("every case was tried, and the service got to lie in each", () => {
    const tried = [...counts["hub in memory"].values()].reduce((sum, count) => sum + count, 0);
    expect(tried).toBe(ALL_CASES.length);
    expect(counts["hub in memory"].get("at fault")).toBeUndefined();
  });
});
