import type { Exchange } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { FACTS, recordConnect, SECRETS } from "./recorded-connect.fixture.ts";
import { createRecorder } from "./recorder.ts";

const clock = () => new Date("2026-03-01T10:00:00Z");

function startRecorder(limit = 100) {
  return createRecorder({ clock, secrets: [FACTS.proxy_secret], facts: () => FACTS, limit });
}

test("every exchange of a verified connect belongs to its flow, whoever spoke to whom", () => {
  const recorder = startRecorder();
  const flow = recordConnect(recorder);

  const steps = recorder.list({ flow }).map(({ from, to, step }) => `${from} → ${to}: ${step}`);

  expect(steps).toEqual([
    "browser → hub: Connect",
    "hub → integration: Connect",
    "browser → integration: Open",
    "browser → hub: Verify",
    "browser → integration: Verified",
    "integration → hub: Redeem",
    "browser → service: Authorization",
    "browser → service: Ask the person",
    "browser → service: Log in",
    "browser → service: Consent",
    "browser → service: Authorization",
    "browser → integration: Callback",
    "integration → hub: Claim",
    "integration → service: Token request",
    "integration → service: User info",
    "integration → hub: Save",
  ]);
  expect(recorder.list()).toHaveLength(steps.length);
});

test("a right connect passes every check beside it", () => {
  const recorder = startRecorder();
  recordConnect(recorder);

  const checks = recorder.list().flatMap((exchange) => exchange.checks);

  expect(checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["core.auth.envelope", "core.url.new", "rule.token.after-claim", "rule.save.flow"]),
  );
});

test("no secret of a connect is in anything that is shown", () => {
  const recorder = startRecorder();
  const told: Exchange[] = [];
  recorder.onChange((exchange) => told.push(exchange));
  recordConnect(recorder);

  const shown = JSON.stringify([told, recorder.list()]);

  for (const secret of Object.values(SECRETS)) expect(shown).not.toContain(secret);
});

test("equal secrets look equal and others look different", () => {
  const recorder = startRecorder();
  recordConnect(recorder);
  const text = (step: string, half: "request" | "response") =>
    recorder.list().find((one) => one.step === step)?.[half]?.body.text ?? "";
  const mark = (value: string) => /\[secret [0-9a-f]{4}\]/.exec(value)?.[0];

  const issued = mark(/"access_token":"[^"]*"/.exec(text("Token request", "response"))?.[0] ?? "");
  const saved = mark(/"access_token":"[^"]*"/.exec(text("Save", "request"))?.[0] ?? "");
  const refresh = mark(/"refresh_token":"[^"]*"/.exec(text("Save", "request"))?.[0] ?? "");

  expect(issued).toBeDefined();
  expect(saved).toBe(issued);
  expect(refresh).not.toBe(issued);
});

test("the oldest exchanges are forgotten beyond the limit, and numbers go on", () => {
  const recorder = startRecorder(3);
  recordConnect(recorder);

  expect(recorder.list().map(({ id }) => id)).toEqual(["x-14", "x-15", "x-16"]);
  expect(recorder.list({ after: "x-15" }).map(({ id }) => id)).toEqual(["x-16"]);
  expect(recorder.find("x-1")).toBeUndefined();
  expect(recorder.originalOf("x-1")).toBeUndefined();
});

test("an exchange is told when it begins and when it ends", () => {
  const recorder = startRecorder();
  const told: (number | null)[] = [];
  const stop = recorder.onChange(({ duration_ms }) => told.push(duration_ms));

  const draft = {
    from: "hub",
    to: "integration",
    method: "POST",
    url: "http://localhost:1/tickets",
    headers: {},
  } as const;
  recorder.begin(draft).fail("The integration is not listening yet.");
  stop();
  recorder.begin(draft);

  expect(told).toEqual([null, 0]);
  expect(recorder.find("x-1")).toMatchObject({ response: null, failure: "The integration is not listening yet." });
});

test("a body that is too long to keep leaves its size and type", () => {
  const recorder = startRecorder();
  const draft = { from: "browser", to: "integration", method: "GET", url: "http://localhost:1/", headers: {} } as const;

  recorder.begin(draft).answer(200, { "content-type": "text/plain" }, "x".repeat(70_000));

  expect(recorder.find("x-1")?.response?.body).toEqual({ type: "text/plain", bytes: 70_000, text: null });
});

test("long bodies are forgotten before memory runs out, and the newest exchange never", () => {
  const recorder = createRecorder({ clock, secrets: [], bodyLimit: 100_000 });
  const draft = {
    from: "browser",
    to: "integration",
    method: "POST",
    url: "http://localhost:4001/",
    headers: {},
  } as const;

  for (let number = 0; number < 10; number += 1) {
    recorder.begin({ ...draft, body: "x".repeat(10_000) }).answer(200, {}, "y".repeat(10_000));
  }
  const ids = recorder.list().map(({ id }) => id);
  recorder.begin({ ...draft, body: "x".repeat(60_000) });

  expect(ids).toEqual(["x-8", "x-9", "x-10"]);
  expect(recorder.list().map(({ id }) => id)).toEqual(["x-11"]);
});
