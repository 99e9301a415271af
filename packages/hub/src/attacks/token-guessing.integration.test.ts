import { randomToken256 } from "@joinery/contract";
import { expect, test, vi } from "vitest";
import { startHub } from "../testing/start-hub.ts";

test("token guessing: a flood of unknown API tokens ends before the database, and locks no integration out", async ({
  onTestFinished,
}) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  await using hub = await startHub();
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  expect((await desk.api.get("/v2/user")).status).toBe(200);
  const guess = () => hub.stranger.get("/v2/user", { authorization: `Bearer ${randomToken256()}` });

  let last = await guess();
  for (let guesses = 1; guesses < 1_000 && last.status === 401; guesses += 1) last = await guess();
  expect(last.status).toBe(429);
  const seconds = Number(last.headers.get("retry-after"));
  expect(seconds).toBeGreaterThanOrEqual(1);

  expect((await desk.api.get("/v2/user")).status).toBe(200);
  expect((await other.api.get("/v2/user")).status).toBe(429);
  hub.advance(seconds);
  expect((await other.api.get("/v2/user")).status).toBe(200);
});

test("token guessing: a revoked token counts as a guess from then on", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  expect((await desk.api.get("/v2/user")).status).toBe(200);
  await hub.hub.context.db.updateTable("api_tokens").set({ revoked_at: new Date() }).execute();

  let last = await desk.api.get("/v2/user");
  for (let guesses = 1; guesses < 1_000 && last.status === 401; guesses += 1) last = await desk.api.get("/v2/user");

  expect(last.status).toBe(429);
});
