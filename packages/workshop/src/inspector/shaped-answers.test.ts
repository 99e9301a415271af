import { expect, test } from "vitest";
import { startExternalService } from "../external-service/start-external-service.ts";
import { recordListener } from "./record-listener.ts";
import { createRecorder } from "./recorder.ts";

test("an exchange with Acme Desk names the fault that shaped its answer, and only then", async () => {
  const recorder = createRecorder({ clock: () => new Date(), secrets: [] });
  const watch = (listener: Parameters<typeof recordListener>[0]) =>
    recordListener(listener, { to: "service", recorder });
  await using acme = await startExternalService({ watch });

  await fetch(`${acme.issuer}/api/tickets`);
  await acme.faults.set("answers-500", true);
  await fetch(`${acme.issuer}/api/tickets`);
  await fetch(acme.issuer);

  await expect.poll(() => recorder.list().every(({ duration_ms: ms }) => ms !== null)).toBe(true);
  expect(recorder.list().map(({ fault }) => fault)).toEqual([null, "answers-500", null]);
});

test("nobody but Acme Desk can call an answer fake", () => {
  const recorder = createRecorder({ clock: () => new Date(), secrets: [] });
  const draft = { method: "POST", url: "http://localhost:4001/auth/t-1", headers: {} };

  const recording = recorder.begin({ ...draft, from: "hub", to: "integration" });

  expect(recording.answer(200, { "x-joinery-shaped-by": "answers-500" }).fault).toBeNull();
});
