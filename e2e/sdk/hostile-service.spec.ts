import * as sdk from "@joinery/sdk";
import { afterAll, expect, test } from "vitest";
import type { Case } from "./hostile-service/case.ts";
import { ANSWER_CASES } from "./hostile-service/cases-of-answers.ts";
import { setFakeHubStage } from "./hostile-service/fake-hub-stage.ts";
import { CLIENT } from "./hostile-service/hostile-server.ts";
import { createIdTokens } from "./hostile-service/id-tokens.ts";
import { runCase } from "./hostile-service/judge.ts";

const CASES: readonly Case[] = [...ANSWER_CASES];
const idTokens = await createIdTokens(CLIENT.secret);
const endings = new Map<string, number>();

afterAll(() => console.log("hostile-service", JSON.stringify(Object.fromEntries(endings))));

test.each(CASES.filter(({ slow }) => !slow).map((each) => [each.name, each] as const))("%s", async (_name, tried) => {
  await using stage = await setFakeHubStage({ sdk, ...tried }, idTokens);
  const { ending, faults } = await runCase(tried, stage);
  endings.set(ending, (endings.get(ending) ?? 0) + 1);
  expect(faults).toEqual([]);
});
