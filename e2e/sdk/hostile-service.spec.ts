import * as sdk from "@joinery/sdk";
import { afterAll, expect, test } from "vitest";
import { ALL_CASES } from "./hostile-service/all-cases.ts";
import { setFakeHubStage } from "./hostile-service/fake-hub-stage.ts";
import { CLIENT } from "./hostile-service/hostile-server.ts";
import { createIdTokens } from "./hostile-service/id-tokens.ts";
import { runCase } from "./hostile-service/judge.ts";

const idTokens = await createIdTokens(CLIENT.secret);
const endings = new Map<string, number>();

afterAll(() => console.log("hostile-service", JSON.stringify(Object.fromEntries(endings))));

test.each(ALL_CASES.filter(({ slow }) => !slow).map((each) => [each.name, each] as const))(
  "%s",
  async (_name, tried) => {
    await using stage = await setFakeHubStage({ sdk, ...tried }, idTokens);
    const { ending, faults } = await runCase(tried, stage);
    endings.set(ending, (endings.get(ending) ?? 0) + 1);
    expect(faults).toEqual([]);
  },
);
