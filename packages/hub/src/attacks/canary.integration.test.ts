import { randomBytes } from "node:crypto";
import { challengeOf, PROBLEMS } from "@joinery/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ERROR_SCHEMA } from "../directory/scim/names.ts";
import type { Respond } from "../testing/fake-integration.ts";
import { type Attempt, nameOf, type Row } from "./row.ts";
import { ROWS } from "./rows.ts";
import { type Reply, send } from "./send.ts";
import { type Caller, createWorld, type World } from "./world.ts";

let world: World;
/** Everything secret that has been sent or shown so far. */
const secrets: string[] = [];
/** Everything that was answered, with what may show which secret. */
const answers: { about: string; reply: Reply; mayShow: string[] }[] = [];

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Draws a secret of 256 bits; `prefix` makes it recognisable to people. */
function draw(prefix = ""): string {
  const secret = `${prefix}${randomBytes(32).toString("base64url")}`.slice(0, 43);
  secrets.push(secret);
  return secret;
}

async function push(about: string, caller: Caller | Record<string, string>, attempt: Attempt, mayShow: string[] = []) {
  const headers = typeof caller === "string" ? await world.headersOf(caller) : caller;
  const reply = await send(world.home.hub, headers, attempt);
  answers.push({ about, reply, mayShow });
  return reply;
}

const accountsOfBob = () => `/v2/user/${world.home.users.bob}/linked-accounts`;
const saveBody = () => ({
  auth_id: world.desk.auth_id,
  external_account_id: "john.read",
  access_token: draw("at-"),
  refresh_token: draw("rt-"),
});

test("secrets pass through everything that can go wrong", async () => {
  const { desk, home } = world;
  secrets.push(desk.proxy_secret, desk.api_token, world.plain.proxy_secret, world.plain.api_token);
  const cookie = (await home.cookieOf("bob")).split("=")[1] ?? "";
  secrets.push(cookie);

  const body = saveBody();
  await push("a save", "desk", { method: "POST", path: accountsOfBob(), body }, [
    body.access_token,
    body.refresh_token,
  ]);
  for (const [about, change] of BAD_SAVES) {
    const wrong = { ...saveBody(), ...change(draw()) };
    await push(about, "desk", { method: "POST", path: accountsOfBob(), body: wrong });
  }
  await push("a key that is too long", "desk", {
    method: "POST",
    path: accountsOfBob(),
    body: saveBody(),
    headers: { "idempotency-key": draw().repeat(7) },
  });
  await push("a broken body", "desk", { method: "POST", path: accountsOfBob(), body: `{"access_token":"${draw()}` });
  await push("a save by another", "other", { method: "POST", path: accountsOfBob(), body: saveBody() });
  const key = { "idempotency-key": draw("key-") };
  for (const round of ["first", "again, with another body"]) {
    const kept = saveBody();
    const mayShow = [kept.access_token, kept.refresh_token];
    await push(`a key, ${round}`, "desk", { method: "POST", path: accountsOfBob(), body: kept, headers: key }, mayShow);
  }
  await push("an unknown token", { authorization: `Bearer jnr_${draw()}` }, { method: "GET", path: "/v2/user" });
  await push("a token in the query", "nobody", { method: "GET", path: `/v2/user?access_token=${draw()}` });
  await push("an unknown session", { cookie: `joinery-session-4000=${draw()}` }, { method: "GET", path: "/api/me" });
  await push("a sign-in", { origin: "http://127.0.0.1:4000" }, { ...SIGN_IN, body: { user_id: draw() } });
});

const SIGN_IN = { method: "POST", path: "/api/sign-in/development" };
const BAD_SAVES: [string, (secret: string) => Record<string, unknown>][] = [
  ["a token in a list", (secret) => ({ access_token: [secret] })],
  ["a token that is too long", (secret) => ({ access_token: secret.repeat(400) })],
  ["contradicting aliases", (secret) => ({ token: secret })],
  ["a secret for a date", (secret) => ({ expiry: secret })],
  ["a secret for an address", (secret) => ({ avatar_url: `https://u:${secret}@` })],
  ["a secret for an Auth ID", (secret) => ({ auth_id: secret })],
  ["a secret with U+0000", (secret) => ({ refresh_token: `${secret}\u0000` })],
];

test("codes, verifiers and claims pass through everything that can go wrong", async () => {
  const { home, desk } = world;
  const redeem = (flow: string, body: unknown, caller: Caller = "desk") =>
    push("redeem", caller, { method: "POST", path: `/v2/connect/${flow}/redeem`, body });

  const verified = await home.connectUpTo("verified", desk, "bob");
  secrets.push(verified.code, verified.verifier);
  await redeem(verified.flow, { code: verified.code, verifier: verified.verifier }, "other");
  await redeem(verified.flow, { code: draw(), verifier: verified.verifier });
  await redeem(verified.flow, { code: verified.code, verifier: [verified.verifier] });
  await redeem(verified.flow, { code: verified.code, verifier: draw() });
  await redeem(verified.flow, { code: verified.code, verifier: verified.verifier });

  const claimed = await home.connectUpTo("claimed", desk, "bob");
  secrets.push(claimed.code, claimed.verifier, claimed.claim);
  for (const claim of [draw(), draw().slice(1)]) {
    await push("a wrong claim", "desk", {
      method: "POST",
      path: accountsOfBob(),
      body: { ...saveBody(), external_account_id: "john.new" },
      headers: { "joinery-flow": claimed.flow, "joinery-claim": claim },
    });
    const body = { reason: "exchange_failed", claim };
    await push("a wrong claim", "desk", { method: "POST", path: `/v2/connect/${claimed.flow}/refuse`, body });
  }
  const body = { reason: "exchange_failed", claim: claimed.claim };
  await push("a refusal", "desk", { method: "POST", path: `/v2/connect/${claimed.flow}/refuse`, body });
  await push("a late refusal", "desk", { method: "POST", path: `/v2/connect/${claimed.flow}/refuse`, body });

  const challenge = await challengeOf(draw());
  const { flow } = await home.connectUpTo("created", desk, "bob");
  await push("a visit without a session", "nobody", {
    method: "GET",
    path: `/connect/${flow}/verify?challenge=${challenge}`,
  });
  await push("another user's visit", "eve", { method: "GET", path: `/connect/${flow}/verify?challenge=${challenge}` });
  await push("a wrong challenge", "bob", {
    method: "GET",
    path: `/connect/${flow}/verify?challenge=${draw()}.${draw()}`,
  });
});

const WRONG_ANSWERS: [string, Respond][] = [
  ["500 with a stack", (_request, response) => response.writeHead(500).end(`Error: ${draw()}`)],
  ["no JSON", (_request, response) => response.writeHead(200, { "content-type": "application/json" }).end(draw())],
  ["another scheme", (_request, response) => answerUrl(response, `javascript:${draw()}`)],
  ["a URL with credentials", (_request, response) => answerUrl(response, `https://user:${draw()}@acme.example/`)],
  ["a redirect", (_request, response) => response.writeHead(302, { location: `https://x.example/?${draw()}` }).end()],
  ["an unknown header", (_request, response) => response.writeHead(502, { "x-secret": draw() }).end()],
  ["a broken connection", (_request, response) => response.destroy()],
];

function answerUrl(response: Parameters<Respond>[1], url: string): void {
  const body = { code: "OK", message: "OK", data: { authorization_url: url } };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}

test.each(WRONG_ANSWERS)(
  "secrets pass through a call that the integration answers with %s",
  async (_about, respond) => {
    const { desk, otherPlain } = world;
    const well = otherPlain.server.respond;
    otherPlain.server.respond = respond;
    secrets.push(otherPlain.proxy_secret, desk.proxy_secret);
    const connect = `/connector/${otherPlain.service_id}/auth/${otherPlain.auth_id}`;
    await push("Connect", "bob", { method: "POST", path: connect, body: { secret: draw() } });
    const [query, body] = [draw(), draw()];
    const path = `/connector/${otherPlain.service_id}/tickets?token=${query}`;
    // The integration's own answer to an action belongs to the person who asked for it.
    const before = secrets.length;
    const reply = await send(world.home.hub, await world.headersOf("bob"), { method: "POST", path, body: { body } });
    answers.push({ about: "an action", reply, mayShow: secrets.slice(before) });
    otherPlain.server.respond = well;
  },
);

test("secrets pass through a call to an integration that is down", async () => {
  const path = `/api/admin/integrations/${world.otherPlain.service_id}`;
  await push("move", "ada", { method: "PATCH", path, body: { proxy_url: "http://127.0.0.1:9" } });
  const rest = `/connector/${world.otherPlain.service_id}/tickets?token=${draw()}`;
  await push("an action", "bob", { method: "POST", path: rest, body: { body: draw() }, headers: { cookie: draw() } });
});

test("new secrets are shown once and never again", async () => {
  const path = `/api/admin/integrations/${world.plain.service_id}`;
  const given = draw("given-");
  await push(
    "prepare",
    "ada",
    { method: "POST", path: `${path}/proxy-secret`, body: { step: "prepare", secret: given } },
    [given],
  );
  await push("too short", "ada", { method: "POST", path: `${path}/proxy-secret`, body: { step: draw() } });
  await push("read", "ada", { method: "GET", path });
  await push("activate", "ada", { method: "POST", path: `${path}/proxy-secret`, body: { step: "activate" } });
  await push("read", "ada", { method: "GET", path });
  await push("list", "ada", { method: "GET", path: "/api/admin/integrations" });
});

test("no answer, log line or audit shows a secret to anybody but who sent it or may read it", async () => {
  for (const path of ["/api/admin/audit", "/api/admin/requests", "/api/admin/orphans", "/api/admin/people"]) {
    await push(path, "ada", { method: "GET", path });
  }
  expect(secrets.length).toBeGreaterThan(50);
  const shown = answers.flatMap(({ about, reply, mayShow }) =>
    secrets.filter((secret) => !mayShow.includes(secret) && reply.text.includes(secret)).map(() => about),
  );
  expect(shown).toEqual([]);
  const logged = JSON.stringify(world.home.logged);
  expect(secrets.filter((secret) => logged.includes(secret))).toEqual([]);
});

test("no table holds a secret in plain text", async () => {
  const { db } = world.home.hub.context;
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = current_schema()`.execute(db);
  expect(tables.length).toBeGreaterThan(12);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{
      text: string;
    }>`select to_jsonb(row)::text as text from ${sql.table(name)} as row`.execute(db);
    const text = rows.map((row) => row.text).join("\n");
    // A key that makes a write safe to repeat is a name, not a secret: it is looked for by its value.
    const looked = name === "idempotency_keys" ? secrets.filter((secret) => !secret.startsWith("key-")) : secrets;
    if (looked.some((secret) => text.includes(secret))) found.push(name);
  }
  expect(found).toEqual([]);
});

const FAILURE = [500, expect.objectContaining({ code: "INTERNAL", request_id: expect.any(String) })];
/** A directory's errors are in the words of SCIM (RFC 7644, section 3.12), and it is asked to try again. */
const SCIM_FAILURE = [503, { schemas: [ERROR_SCHEMA], status: "503", detail: PROBLEMS.UNAVAILABLE.sentence }];

const bodyOf = ({ text }: Reply): unknown => JSON.parse(text.split("\n")[0] ?? "");

test("a database that is gone shows nothing of itself and of nobody's secrets", async () => {
  await using lost = await createWorld();
  const attempts: { row: Row; attempt: Attempt }[] = [];
  for (const row of ROWS.filter(({ about }) => about === undefined)) {
    attempts.push({ row, attempt: await row.arrange(lost) });
    await row.tidy?.(lost);
  }
  const token = draw();
  const { db } = lost.home.hub.context;
  await sql.raw(`drop table users, sessions, api_tokens, scim_tokens, integrations cascade`).execute(db);
  for (const { row, attempt } of attempts) {
    const headers = { ...(await lost.headersOf(row.owner)), "x-secret": token };
    const reply = await send(lost.home.hub, headers, attempt);
    const failure = row.owner === "directory" ? SCIM_FAILURE : FAILURE;
    expect([nameOf(row), reply.status, bodyOf(reply)]).toEqual([nameOf(row), ...failure]);
    expect(reply.text).not.toMatch(/relation|users|does not exist|\.ts:|node_modules/);
  }
  const logged = JSON.stringify(lost.home.logged);
  for (const integration of [lost.desk, lost.plain]) {
    expect(logged).not.toContain(integration.api_token);
    expect(logged).not.toContain(integration.proxy_secret);
  }
  expect(logged).not.toContain(token);
  expect(logged).toContain("request.failed");
  expect(logged).not.toMatch(/relation|does not exist|bob@/i);
});
