import { randomUUID } from "node:crypto";
import type { JWTPayload } from "jose";
import { expect, test } from "vitest";
import { dataOf } from "../../testing/start-hub.ts";
import { ORIGIN, type SignInWorld, startSignInWorld, type Visitor } from "./sign-in.fixture.ts";

const EVENTS = { "http://schemas.openid.net/event/backchannel-logout": {} };

/** Sends a form as the provider's server would: no browser, no cookie, no Origin. */
function tell({ hub }: SignInWorld, token: string, form = { logout_token: token }): Promise<Response> {
  return Promise.resolve(
    hub.hub.app.fetch(
      new Request(`${ORIGIN}/sign-in/back-channel-logout`, {
        method: "POST",
        headers: { host: "127.0.0.1:4000", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(form).toString(),
      }),
    ),
  );
}

function order({ idp }: SignInWorld, claims: { [claim: string]: unknown } = {}): JWTPayload {
  const now = Math.floor(Date.now() / 1000);
  const standard = { iss: idp.settings.issuer.href.replace(/\/$/, ""), aud: "joinery", iat: now, exp: now + 120 };
  return { ...standard, jti: randomUUID(), events: EVENTS, sub: "ada", ...claims };
}

async function isSignedIn(visitor: Visitor): Promise<boolean> {
  return (await visitor.get("/api/me")).status === 200;
}

async function sidOf({ hub }: SignInWorld): Promise<string> {
  const row = await hub.hub.context.db
    .selectFrom("sessions")
    .select("oidc_sid")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  return row.oidc_sid ?? "";
}

test("back-channel logout by person ends all of that person's sessions and nobody else's", async () => {
  await using world = await startSignInWorld({ addsPeople: true });
  const [first, second, other] = [world.open(), world.open(), world.open()];
  await first.signInAt("ada");
  await second.signInAt("ada");
  await other.signInAt("grace");

  const reply = await tell(world, await world.idp.sign(order(world), { typ: "logout+jwt" }));

  expect([reply.status, reply.headers.get("cache-control")]).toEqual([200, "no-store"]);
  expect([await isSignedIn(first), await isSignedIn(second), await isSignedIn(other)]).toEqual([false, false, true]);
});

test("back-channel logout by session ends that one", async () => {
  await using world = await startSignInWorld();
  const [first, second] = [world.open(), world.open()];
  await first.signInAt("ada");
  await second.signInAt("ada");
  const sid = await sidOf(world);
  expect(sid).not.toBe("");

  expect((await tell(world, await world.idp.sign(order(world, { sid })))).status).toBe(200);

  expect([await isSignedIn(first), await isSignedIn(second)]).toEqual([true, false]);
});

test("logout replay: the same token works once, also after a new sign-in", async () => {
  await using world = await startSignInWorld();
  await world.open().signInAt("ada");
  const token = await world.idp.sign(order(world));
  expect((await tell(world, token)).status).toBe(200);

  const back = world.open();
  await back.signInAt("ada");
  expect((await tell(world, token)).status).toBe(400);
  expect(await isSignedIn(back)).toBe(true);
});

const now = () => Math.floor(Date.now() / 1000);
const FORGED: [string, () => { [claim: string]: unknown }, { typ?: string }?][] = [
  ["another issuer", () => ({ iss: "https://other.example" })],
  ["another client", () => ({ aud: "someone-else" })],
  ["an end in the past", () => ({ exp: now() - 120 })],
  ["a birth long ago", () => ({ iat: now() - 3_600, exp: now() + 3_600 })],
  ["a birth in the future", () => ({ iat: now() + 600, exp: now() + 1_200 })],
  ["no birth", () => ({ iat: undefined })],
  ["no end", () => ({ exp: undefined })],
  ["no id", () => ({ jti: undefined })],
  ["no events", () => ({ events: undefined })],
  ["other events", () => ({ events: { "http://schemas.openid.net/event/other": {} } })],
  ["an event that is no object", () => ({ events: { "http://schemas.openid.net/event/backchannel-logout": true } })],
  ["a nonce, as an ID token has", () => ({ nonce: "n" })],
  ["neither person nor session", () => ({ sub: undefined })],
  ["the type of an access token", () => ({}), { typ: "at+jwt" }],
];
test.each(FORGED)("a forged logout token with %s ends nothing", async (_what, claims, header) => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");

  const reply = await tell(world, await world.idp.sign(order(world, claims()), header));

  expect([reply.status, await reply.json()]).toEqual([400, { error: "invalid_request" }]);
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect(await isSignedIn(ada)).toBe(true);
});

test("a forged logout token that the provider's key did not sign, that nobody signed, or that is none, ends nothing", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const unsigned = `${encode({ alg: "none" })}.${encode(order(world))}.`;
  for (const token of [await world.idp.signWithForeignKey(order(world)), unsigned, "", "no.token", "x".repeat(5_000)]) {
    expect((await tell(world, token)).status).toBe(400);
  }
  expect(await isSignedIn(ada)).toBe(true);
});

test("an ID token is no logout token", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  const hint = new URL((await dataOf<{ next: string }>(await ada.post("/api/sign-out"))).next).searchParams;
  await ada.signInAt("ada");
  expect((await tell(world, hint.get("id_token_hint") ?? "")).status).toBe(400);
  expect(await isSignedIn(ada)).toBe(true);
});

test("a logout token goes nowhere at a hub that can't reach the provider's keys, and works when it can", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  const token = await world.idp.sign(order(world));
  const up = world.idp.intercept;
  world.idp.intercept = (_request, response) => response.destroy() !== undefined;
  expect((await tell(world, token)).status).toBe(400);
  world.idp.intercept = up;
  expect((await tell(world, token)).status).toBe(200);
  expect(await isSignedIn(ada)).toBe(false);
});

test("signing out here goes on to the provider, which then asks who one is; it comes back to the sign-in page", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");

  const { next } = await dataOf<{ next: string }>(await ada.post("/api/sign-out"));

  expect(await isSignedIn(ada)).toBe(false);
  const asked = new URL(next);
  expect([asked.origin, asked.searchParams.get("post_logout_redirect_uri")]).toEqual([
    world.idp.issuer.origin,
    `${ORIGIN}/sign-in`,
  ]);
  expect((await ada.signOutThere(next)).href).toBe(`${ORIGIN}/sign-in`);
});

test("signing out works while the provider is down: here one is signed out in any case", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  world.hub.advance(25 * 60);
  await ada.me();
  world.hub.advance(25 * 60);
  await ada.me();
  world.hub.advance(25 * 60);
  world.idp.intercept = (_request, response) => response.destroy() !== undefined;
  const { next } = await dataOf<{ next: string }>(await ada.post("/api/sign-out"));
  expect([next, await isSignedIn(ada)]).toEqual(["/sign-in", false]);
});

test("the ID token is kept sealed: no column holds it as it is", async () => {
  await using world = await startSignInWorld();
  const ada = world.open();
  await ada.signInAt("ada");
  const rows = await world.hub.hub.context.db.selectFrom("sessions").selectAll().execute();
  const hint = new URL((await dataOf<{ next: string }>(await ada.post("/api/sign-out"))).next).searchParams;
  expect(hint.get("id_token_hint")).toMatch(/^eyJ/);
  expect(JSON.stringify(rows)).not.toContain("eyJ");
});
