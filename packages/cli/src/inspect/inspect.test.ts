import { expect, test } from "vitest";
import { use } from "../testing/command-line.ts";
import { exchange } from "../testing/exchange.fixture.ts";
import { startFakeWorkshop } from "../testing/fake-workshop.ts";

const broken = exchange("x-2", {
  checks: [
    { id: "core.auth.envelope", sentence: "It holds.", passed: false, got: "text", page: "/checks/core.auth.envelope" },
  ],
});
const sent = (...exchanges: object[]) =>
  `: hello\n\n${exchanges.map((one) => `event: exchange\nid: x\ndata: ${JSON.stringify(one)}\n\n`).join("")}`;

test("people read a line for each exchange, programs whole exchanges", async () => {
  await using workshop = await startFakeWorkshop({ "GET /api/exchanges": [exchange("x-1"), broken] });
  const lines = (await use(["inspect"], workshop)).stdout.trim().split("\n");
  const documents = (await use(["inspect", "--json"], workshop)).stdout.trim().split("\n");
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("core.auth.envelope");
  expect(documents.map((line) => JSON.parse(line))).toEqual([exchange("x-1"), broken]);
});

test("one flow can be asked for", async () => {
  await using workshop = await startFakeWorkshop({ "GET /api/exchanges": [] });
  const { stdout, stderr } = await use(["inspect", "--flow", "f-1"], workshop);
  expect(workshop.asked).toEqual(["GET /api/exchanges?flow=f-1"]);
  expect(stdout).toBe("");
  expect(stderr).toContain("Nothing has travelled yet");
});

test("whoever follows sees each exchange once, when it is over", async () => {
  const begun = exchange("x-1", { duration_ms: null, response: null });
  const stream = sent(begun, exchange("x-1"), exchange("x-1", { flow: "f-2" }), broken);
  await using workshop = await startFakeWorkshop({ "GET /api/exchanges/stream": stream });
  const { exitCode, stdout } = await use(["inspect", "--follow", "--json"], workshop);
  expect(exitCode).toBe(0);
  expect(
    stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([exchange("x-1"), broken]);
});
