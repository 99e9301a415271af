import { expect, test } from "vitest";
import { CouldNotRun } from "../check.ts";
import { CHECKS } from "../checks/all-checks.ts";
import { parseExpectedFailures } from "../expected-failures.ts";
import { ConformanceMisuse } from "../misuse.ts";
import { httpTarget } from "../target/http-target.ts";
import type { Target } from "../target/target.ts";
import { json, page, smallIntegration } from "../testing/small-integration.ts";
import { type Progress, runConformance } from "./run-conformance.ts";

const expecting = (text: string) =>
  parseExpectedFailures(
    text,
    CHECKS.map(({ id }) => id),
  );
const shows = { unknown: () => page(200), isAuthPath: () => true };
const FAILING = "core.auth.unknown-id\ncore.paths.unknown\n";

test("a correct integration passes core without a workshop; what needs one is counted and named", async () => {
  const report = await runConformance({ target: smallIntegration() });
  expect(report).toMatchObject({ profiles: ["core"], requirements: "1.0", exit_code: 0, could_not_run: null });
  expect(report.counts).toMatchObject({ total: 44, passed: 30, failed: 0, blocked: 14 });
  const blocked = report.results.find(({ id }) => id === "core.secret.live-account");
  expect(blocked).toMatchObject({ outcome: "blocked", blocked_because: "no-workshop" });
  expect(blocked?.note).toContain("joinery dev");
});

test("every other profile without a workshop could not be run", async () => {
  const report = await runConformance({ target: smallIntegration(), profiles: ["revoke"] });
  expect(report).toMatchObject({ exit_code: 3, counts: { total: 10, blocked: 10 } });
});

test("failures that the file names don't fail the run", async () => {
  const target = smallIntegration(shows);
  expect(await runConformance({ target })).toMatchObject({ exit_code: 1, counts: { failed: 2 } });
  expect(await runConformance({ target, expectedFailures: expecting(FAILING) })).toMatchObject({
    exit_code: 0,
    counts: { failed: 0, expected_failures: 2 },
  });
});

test("a check that passes although the file says it fails, fails the run", async () => {
  const report = await runConformance({ target: smallIntegration(), expectedFailures: expecting("core.url.new\n") });
  expect(report).toMatchObject({ exit_code: 1, counts: { unexpected_passes: 1, passed: 29 } });
});

test("each check is told when it begins and when it is done", async () => {
  const told: Progress[] = [];
  const report = await runConformance({ target: smallIntegration(), onProgress: (progress) => told.push(progress) });
  expect(told).toHaveLength(2 * report.counts.total);
  expect(told.slice(0, 2)).toMatchObject([
    { type: "begun", index: 0, total: 44, check: { id: "core.auth.answers" } },
    { type: "done", index: 0, result: { id: "core.auth.answers", outcome: "passed" } },
  ]);
});

test("what is not reached is one sentence and no failures", async () => {
  const refused = Object.assign(new TypeError("fetch failed"), { cause: { code: "ECONNREFUSED" } });
  const target = httpTarget({
    ...{ url: "http://127.0.0.1:1/", serviceId: "l-1", authId: "t-1", proxySecret: "s" },
    fetch: () => Promise.reject(refused),
  });
  const report = await runConformance({ target });
  expect(report).toMatchObject({ exit_code: 3, results: [] });
  expect(report.could_not_run).toMatch(/^http:\/\/127\.0\.0\.1:1 can't be reached: nothing listens there/);
});

test("a target that gives up in the middle keeps what was found before", async () => {
  const good = smallIntegration();
  const sent: string[] = [];
  const target: Target = {
    ...good,
    send: (request) => (sent.push(request.path) > 3 ? Promise.reject(new CouldNotRun("Enough.")) : good.send(request)),
  };
  const report = await runConformance({ target });
  expect(report).toMatchObject({ exit_code: 3, could_not_run: "Enough." });
  expect(report.results.length).toBeGreaterThan(3);
});

test("a fault of a check itself is not blamed on the integration", async () => {
  const target = { ...smallIntegration(), send: () => Promise.reject(new TypeError("no such thing")) };
  const report = await runConformance({ target, only: ({ id }) => id === "core.auth.answers" });
  expect(report.results).toMatchObject([{ outcome: "blocked", blocked_because: "surroundings" }]);
  expect(report.exit_code).toBe(3);
});

test("no outcome repeats a secret, whatever a check says", async () => {
  const target = { ...smallIntegration(), secrets: ["status"] };
  const report = await runConformance({ target: { ...target, send: async () => ({ ...ANSWER }) } });
  expect(JSON.stringify(report.results.map(({ got, note }) => [got, note]))).not.toContain("status");
});

test.each([{ profiles: ["speed"] }, { requirements: "0.9" }])(
  "wrong use is told before anything is sent: %j",
  async (wrong) => {
    await expect(runConformance({ target: smallIntegration(), ...wrong })).rejects.toThrow(ConformanceMisuse);
  },
);

test("a run can be narrowed to what is harmless", async () => {
  const report = await runConformance({ target: smallIntegration(), only: ({ harmless }) => harmless });
  expect(report.results.map(({ id }) => id)).not.toContain("core.user.missing");
  expect(report.counts).toMatchObject({ blocked: 0, failed: 0 });
});

const ANSWER = { ...(await toAnswer(json(500, {}))) };

async function toAnswer(response: Response) {
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text(), duration_ms: 1, failure: null };
}
