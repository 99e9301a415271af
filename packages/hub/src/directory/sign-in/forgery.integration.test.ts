import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { startSignInWorld } from "./sign-in.fixture.ts";

test("log-in forgery: a callback that another browser began leaves this one as it was, and its own sign-in goes on", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const eve = world.open();
  const evesCallback = await eve.prove("grace");
  const ada = world.open();
  const adasCallback = await ada.prove("ada");

  expect(await ada.comeBack(evesCallback)).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("not_started_here");
  expect((await ada.get("/api/me")).status).toBe(401);

  expect(await ada.comeBack(adasCallback)).toBe("/");
  expect((await ada.me()).person.user_id).toBe(world.hub.users.ada);
});

test("log-in forgery: a code of another sign-in under this browser's own state is refused", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const evesCode = new URL(`http://hub${await world.open().prove("grace")}`).searchParams.get("code") ?? "";
  const ada = world.open();
  const forged = new URL(`http://hub${await ada.prove("ada")}`);
  forged.searchParams.set("code", evesCode);

  expect(await ada.comeBack(`${forged.pathname}${forged.search}`)).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("answer_wrong");
});

test("log-in forgery: two states in one address are one too many", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const callback = await ada.prove("ada");
  expect(await ada.comeBack(`${callback}&state=other`)).toBe("/sign-in");
  expect((await ada.get("/api/me")).status).toBe(401);
});

test("session fixation: a session that was planted before the sign-in opens nothing after it, nor does the sign-in use it", async () => {
  await using world = await startSignInWorld();
  const eve = world.open();
  await eve.signIn("eve");
  const planted = eve.cookies.get("joinery-session-4000") ?? "";
  const ada = world.open();
  ada.cookies.set("joinery-session-4000", planted);

  await ada.signInAt("ada");

  expect(ada.cookies.get("joinery-session-4000")).not.toBe(planted);
  expect((await ada.me()).person.user_id).toBe(world.hub.users.ada);
  expect((await eve.get("/api/me")).status).toBe(401);
});

test("state replay: an address that has done its work does nothing again, with or without its cookie", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const callback = await ada.prove("ada");
  const attempt = ada.cookies.get("joinery-sign-in-4000") ?? "";
  expect(await ada.comeBack(callback)).toBe("/");

  expect(await ada.comeBack(callback)).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("not_started_here");

  const thief = world.open();
  thief.cookies.set("joinery-sign-in-4000", attempt);
  expect(await thief.comeBack(callback)).toBe("/sign-in");
  expect((await thief.get("/api/me")).status).toBe(401);
});

test("mixed-up issuers: an answer that names another issuer is not taken", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const callback = new URL(`http://hub${await ada.prove("ada")}`);
  callback.searchParams.set("iss", "https://other.example");
  expect(await ada.comeBack(`${callback.pathname}${callback.search}`)).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("answer_wrong");
});

const BENT: [string, (claims: Record<string, unknown>) => Record<string, unknown>][] = [
  ["another issuer", (claims) => ({ ...claims, iss: "https://other.example" })],
  ["another client", (claims) => ({ ...claims, aud: "someone-else" })],
  ["another nonce", (claims) => ({ ...claims, nonce: "another" })],
  ["no nonce", ({ nonce: _nonce, ...claims }) => claims],
  ["an end in the past", (claims) => ({ ...claims, exp: 1_000 })],
  ["no subject", ({ sub: _sub, ...claims }) => claims],
];
test.each(BENT)("a forged ID token with %s signs nobody in", async (_what, bend) => {
  await using world = await startSignInWorld();
  world.idp.bendIdToken = bend;
  const ada = world.open();
  expect(await ada.signInAt("ada")).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("answer_wrong");
  expect((await ada.get("/api/me")).status).toBe(401);
});

test("a forged ID token that the provider's key did not sign signs nobody in", async () => {
  await using world = await startSignInWorld();
  world.idp.sign = world.idp.signWithForeignKey;
  const ada = world.open();
  expect(await ada.signInAt("ada")).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("answer_wrong");
});

test("a clock that is wrong is named in the log, with the seconds", async () => {
  await using world = await startSignInWorld();
  world.idp.bendIdToken = (claims) => ({ ...claims, exp: Math.floor(Date.now() / 1000) - 300 });
  await world.open().signInAt("ada");
  const line = world.hub.logged.find(({ event }) => event === "sign_in.refused");
  expect(line?.fields.clockSkewSeconds).toBeLessThanOrEqual(-299);
});

test("somebody who says no at the provider reads that, and the sentence is shown once", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const back = await ada.denyThere(await ada.start());
  expect(await ada.comeBack(`${back.pathname}${back.search}`)).toBe("/sign-in");
  expect([(await ada.view()).failure, (await ada.view()).failure]).toEqual(["refused_there", null]);
});

test("somebody who comes back after ten minutes reads that it took too long", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const callback = await ada.prove("ada");
  world.hub.advance(601);
  expect(await ada.comeBack(callback)).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("took_too_long");
});

const DOWN: [string, (response: ServerResponse) => unknown][] = [
  ["breaks the connection", (response) => response.destroy()],
  ["answers 503", (response) => response.writeHead(503).end()],
];
test.each(DOWN)(
  "a provider that %s at the beginning or at the end is unreachable, and works again when it is back",
  async (_what, answer) => {
    await using world = await startSignInWorld();
    const down = (_request: unknown, response: ServerResponse) => answer(response) !== undefined || true;
    const up = world.idp.intercept;
    const ada = world.open();

    world.idp.intercept = down;
    expect(await ada.start()).toBe("/sign-in");
    expect((await ada.view()).failure).toBe("provider_unreachable");

    world.idp.intercept = up;
    const callback = await ada.prove("ada");
    world.idp.intercept = down;
    expect(await ada.comeBack(callback)).toBe("/sign-in");
    expect((await ada.view()).failure).toBe("provider_unreachable");

    world.idp.intercept = up;
    expect(await ada.signInAt("ada")).toBe("/");
  },
);

test("a provider that never answers holds nobody longer than ten seconds", async ({ onTestFinished }) => {
  await using world = await startSignInWorld();
  const waits = vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
    expect(ms).toBe(10_000);
    return AbortSignal.any([AbortSignal.abort(new DOMException("late", "TimeoutError"))]);
  });
  onTestFinished(() => waits.mockRestore());
  world.idp.intercept = () => true;
  const ada = world.open();
  expect(await ada.start()).toBe("/sign-in");
  expect((await ada.view()).failure).toBe("provider_unreachable");
});

test("what a browser merely fetches ahead begins and ends nothing", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const ahead = await ada.get("/sign-in/start", { "sec-purpose": "prefetch" });
  expect([ahead.status, ahead.headers.get("set-cookie")]).toEqual([503, null]);
  const callback = await ada.prove("ada");
  expect((await ada.get(callback, { "sec-fetch-dest": "image" })).status).toBe(503);
  expect(await ada.comeBack(callback)).toBe("/");
});

test("no code, state, token or claim of a sign-in stands in a log line or in where it ends", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  const callback = await ada.prove("ada");
  world.idp.bendIdToken = (claims) => ({ ...claims, nonce: "another" });
  const reply = await ada.get(callback);
  const { searchParams } = new URL(`http://hub${callback}`);
  const written = JSON.stringify([world.hub.logged, [...reply.headers]]);
  for (const secret of [
    searchParams.get("code"),
    searchParams.get("state"),
    "Engines.example",
    world.idp.settings.clientSecret,
  ]) {
    expect(written).not.toContain(secret);
  }
});
