import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { exchange } from "../testing/exchange.fixture.ts";
import { startFakeWorkshop } from "../testing/fake-workshop.ts";

const FILE = {
  format: "joinery-flow/1",
  exported_at: "2026-11-24T10:00:00.000Z",
  kind: "verified",
  exchanges: [exchange("x-1")],
};

test("a flow is written to a file, which is never overwritten", async () => {
  await using workshop = await startFakeWorkshop({ "GET /api/flows/f-1/file": FILE });
  expect((await use(["export", "f-1", "flow.json"], workshop)).stdout).toBe("flow.json holds 1 exchanges.\n");
  expect(JSON.parse(readFileSync(workshop.inFolder("flow.json"), "utf8"))).toEqual(FILE);

  workshop.write("flow.json", "mine");
  expect((await use(["export", "f-1", "flow.json"], workshop)).exitCode).toBe(2);
  expect(readFileSync(workshop.inFolder("flow.json"), "utf8")).toBe("mine");
});

test("without a file the flow is the result", async () => {
  await using workshop = await startFakeWorkshop({ "GET /api/flows/f-1/file": FILE });
  expect(JSON.parse((await use(["export", "f-1"], workshop)).stdout)).toEqual(FILE);
});

test.each([
  ['{"same":true,"steps":[{"step":"Save","before":"201","now":"201","same":true}]}', 0, "as it did then"],
  ['{"same":false,"steps":[{"step":"Save","before":"201","now":null,"same":false}]}', 1, "now:  did not happen"],
])("a replay that came to %s ends with exit code %i", async (report, expected, words) => {
  await using workshop = await startFakeWorkshop({ "POST /api/replay": JSON.parse(report) });
  workshop.write("flow.json", JSON.stringify(FILE));
  const { exitCode, stdout } = await use(["replay", "flow.json"], workshop);
  expect(exitCode).toBe(expected);
  expect(stdout).toContain(words);
});

test.each(["{", "{}", '{"format":"joinery-flow/2","exchanges":[]}'])(
  "%s is no flow, and nothing is asked",
  async (text) => {
    await using workshop = await startFakeWorkshop({});
    workshop.write("flow.json", text);
    expect((await use(["replay", "flow.json"], workshop)).exitCode).toBe(2);
    expect(workshop.asked).toEqual([]);
  },
);
