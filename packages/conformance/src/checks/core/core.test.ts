import { expect, test } from "vitest";
import type { Report } from "../../report.ts";
import { runConformance } from "../../run/run-conformance.ts";
import {
  API_TOKEN,
  type Call,
  type Habits,
  json,
  page,
  SECRET,
  smallIntegration,
} from "../../testing/small-integration.ts";

const idsOf = (report: Report, outcome: string) =>
  report.results.filter((result) => result.outcome === outcome).map(({ id }) => id);
const check = (habits: Partial<Habits>) => runConformance({ target: smallIntegration(habits), profiles: ["core"] });

const random = () => crypto.randomUUID();
const started = (state: string) => `https://desk.example/authorize?client_id=right&state=${state}`;
const signed = (user: string) => `${btoa('{"alg":"HS256"}')}.${btoa(JSON.stringify({ user }))}.${random()}${random()}`;

test.each<[string, Partial<Habits>]>([
  ["one that does everything as documented", {}],
  ["one that begins on its own page", { address: () => `http://127.0.0.1:3999/begin/${random()}` }],
  ["one whose state is a UUID", { address: () => started(random()) }],
  ["one whose state is signed and names the user", { address: (user) => started(signed(user)) }],
  ["one that labels every answer as text/html", { connect: (_call, url) => labelled(url) }],
  ["one that refuses with 404", { refuse: () => json(404, { code: "NOT_FOUND", message: "There is nothing here." }) }],
  ["one that knows POST and DELETE only", { unknown: (call) => json(call.method === "GET" ? 501 : 404, {}) }],
  ["one that acknowledges what it does not know", { remove: () => new Response(null, { status: 204 }) }],
  ["one that answers 410 to what is gone", { remove: () => json(410, {}) }],
  ["one with a handle named token", { address: () => `https://desk.example/begin?token=${random()}` }],
  [
    "one whose state holds digits only",
    { address: () => started(crypto.getRandomValues(new Uint32Array(6)).join("")) },
  ],
])("%s passes", async (_name, habits) => {
  const report = await check(habits);
  expect(idsOf(report, "failed")).toEqual([]);
  expect(
    report.results.filter(({ outcome, blocked_because }) => outcome === "blocked" && blocked_because !== "no-workshop"),
  ).toEqual([]);
  expect(report.exit_code).toBe(0);
});

let removals = new Set<string>();

/** Every fault, and the checks that find it: these and no others. */
const FAULTS: [fault: string, habits: Partial<Habits>, ids: string[]][] = [
  [
    "Connect answers 201",
    { connect: (_call, url) => json(201, envelope(url)) },
    [
      "core.auth.answers",
      "core.auth.parallel",
      "core.tolerates.body",
      "core.tolerates.headers",
      "core.tolerates.query",
      "core.tolerates.header-case",
    ],
  ],
  ["Connect never answers", { connect: () => Promise.reject(timeout()) }, ["core.auth.in-time"]],
  ["the envelope is left out", { envelope: (url) => ({ authorization_url: url }) }, ["core.auth.envelope"]],
  [
    "the message is another one",
    { envelope: (url) => ({ ...envelope(url), message: "Success" }) },
    ["core.auth.envelope"],
  ],
  [
    "the answer is padded",
    { envelope: (url) => ({ ...envelope(url), padding: " ".repeat(70_000) }) },
    ["core.auth.size"],
  ],
  ["the answer is compressed", { connect: (_call, url) => compressed(url) }, ["core.auth.size"]],
  ["the address is http", { address: () => `http://desk.example/?state=${random()}` }, ["core.auth.url"]],
  ["the address is relative", { address: () => `/begin/${random()}` }, ["core.auth.url"]],
  [
    "the address holds a password",
    { address: () => `https://me:it@desk.example/?state=${random()}` },
    ["core.auth.url"],
  ],
  ["any Auth ID is served", { isAuthPath: (path) => path.startsWith("/auth/") }, ["core.auth.unknown-id"]],
  [
    "GET begins a Connect",
    {
      unknown: (call) =>
        call.path.startsWith("/auth/t-right") ? json(200, envelope(started(random()))) : json(404, {}),
    },
    ["core.auth.method"],
  ],
  ["one Connect at a time", { connect: oneAtATime() }, ["core.auth.parallel"]],
  [
    "no secret is as good as the right one",
    { isSecret: (given, secret) => !given || given === secret },
    ["core.secret.missing", "core.secret.delete"],
  ],
  ["any secret will do", { isSecret: (given) => Boolean(given) }, ["core.secret.wrong", "core.secret.delete"]],
  [
    "the secret is ignored",
    { isSecret: () => true },
    ["core.secret.missing", "core.secret.wrong", "core.secret.delete"],
  ],
  [
    "the case of the secret is ignored",
    { isSecret: (given, secret) => given?.toLowerCase() === secret.toLowerCase() },
    ["core.secret.wrong", "core.secret.delete"],
  ],
  [
    "a beginning of the secret will do",
    { isSecret: (given, secret) => Boolean(given) && secret.startsWith(given ?? "") },
    ["core.secret.part", "core.secret.delete"],
  ],
  [
    "only eight characters are compared",
    { isSecret: (given, secret) => given?.slice(0, 8) === secret.slice(0, 8) },
    ["core.secret.part", "core.secret.delete"],
  ],
  [
    "more than the secret will do",
    { isSecret: (given, secret) => given?.startsWith(secret) ?? false },
    ["core.secret.part", "core.secret.delete"],
  ],
  [
    "length and beginning are compared",
    { isSecret: (given, secret) => given?.length === secret.length && given.startsWith(secret.slice(0, 10)) },
    ["core.secret.part", "core.secret.delete"],
  ],
  [
    "a wrong secret is a 500",
    { refuse: (_call, status) => json(status === 401 ? 500 : status, {}) },
    ["core.secret.missing", "core.secret.wrong", "core.secret.delete"],
  ],
  ["Disconnect asks for no secret", { guardsRemoval: false }, ["core.secret.delete"]],
  ["a Connect for nobody begins", { userOf: () => "u-nobody" }, ["core.user.missing"]],
  [
    "the query names the user",
    { userOf: (call) => header(call) || call.query.get("user_id") || undefined },
    ["core.user.header-only"],
  ],
  [
    "the body names the user",
    { userOf: (call) => header(call) || JSON.parse(call.body || "{}").userId },
    ["core.user.header-only"],
  ],
  ["an unknown account is a 500", { remove: () => json(500, {}) }, ["core.delete.unknown-account"]],
  ["an unknown account is a 403", { remove: () => json(403, {}) }, ["core.delete.unknown-account"]],
  ["Disconnect shows a page", { remove: () => page(200) }, ["core.delete.not-html"]],
  [
    "the second Disconnect is a 500",
    { remove: (_call, account) => again(account) },
    ["core.delete.repeated", "core.delete.parallel"],
  ],
  ["Disconnects at once collide", { remove: colliding() }, ["core.delete.parallel"]],
  ["Disconnect wants no body", { remove: (call) => json(call.body === "" ? 404 : 400, {}) }, ["core.delete.body"]],
  [
    "Disconnect parses an empty body",
    { remove: (call) => json(call.headers["content-type"] && call.body === "" ? 400 : 404, {}) },
    ["core.delete.body"],
  ],
  [
    "Connect parses an empty body",
    {
      connect: (call, url) =>
        call.headers["content-type"] && call.body === "" ? json(400, {}) : json(200, envelope(url)),
    },
    ["core.tolerates.body"],
  ],
  [
    "long headers are refused",
    {
      connect: (call, url) =>
        (call.headers["user-agent"] ?? "").length > 500 ? json(431, {}) : json(200, envelope(url)),
    },
    ["core.tolerates.headers"],
  ],
  [
    "a query is refused",
    { connect: (call, url) => (call.query.has("from") ? json(404, {}) : json(200, envelope(url))) },
    ["core.tolerates.query"],
  ],
  [
    "header names are compared as written",
    { header: ({ headers }, name) => headers[name], userOf: (call) => call.headers["blink-auth-userid"] || undefined },
    ["core.tolerates.header-case"],
  ],
  [
    "every Connect gives one address",
    { address: () => started("8f3c6a1e-0000-4000-8000-000000000001") },
    ["core.url.new", "core.url.bound"],
  ],
  ["every user has one address", { address: (user) => started(btoa(user)) }, ["core.url.new"]],
  ["the state is a counter", { address: (_user, count) => started(String(1_000 + count)) }, ["core.url.unguessable"]],
  [
    "the state is a time",
    { address: (_user, count) => started(String(1_790_000_000_000 + count * 37)) },
    ["core.url.unguessable"],
  ],
  [
    "the state is user and time",
    { address: (user, count) => started(btoa(`${user}:${1_790_000_000_000 + count * 37}`)) },
    ["core.url.unguessable"],
  ],
  [
    "the state is a poor random number",
    { address: () => started(Math.random().toString(36).slice(2)) },
    ["core.url.unguessable"],
  ],
  [
    "the state is a counter beside a random nonce",
    { address: (_user, count) => `${started(String(count))}&nonce=${random()}&code_challenge=${random()}` },
    ["core.url.unguessable"],
  ],
  [
    "the user can be exchanged in the address",
    { address: (user) => `http://127.0.0.1:3999/base/begin?user=${user}&n=${random()}`, ...opens() },
    ["core.url.bound"],
  ],
  [
    "the user can be exchanged in the Base64 of the address",
    { address: (user) => `http://127.0.0.1:3999/base/begin?user=${btoa(user)}&n=${random()}`, ...opens() },
    ["core.url.bound"],
  ],
  [
    "the API token stands in the address",
    { address: () => `${started(random())}&x=${API_TOKEN}` },
    ["core.url.no-secret"],
  ],
  [
    "the proxy secret stands in the address in Base64",
    { address: () => started(btoa(`${random()}:${SECRET}:${random()}`)) },
    ["core.url.no-secret"],
  ],
  [
    "an access token stands in the address",
    { address: () => `${started(random())}&access_token=${random()}` },
    ["core.url.no-secret"],
  ],
  [
    "a fixed token stands in the address",
    { address: () => `${started(random())}&auth_token=always-the-same-value-here` },
    ["core.url.no-secret"],
  ],
  ["an error page lists all headers", { unknown: (call) => json(404, call.headers) }, ["core.answers.no-secret"]],
  [
    "a refusal repeats what it got",
    { refuse: (call, status) => json(status, { message: `not ${call.headers["blink-auth-proxysecret"]}` }) },
    ["core.answers.no-echo"],
  ],
  [
    "unknown paths show the start page",
    { unknown: (call) => (call.path.startsWith("/auth") ? json(404, {}) : page(200)) },
    ["core.paths.unknown"],
  ],
  [
    "unknown paths are a 500",
    { unknown: (call) => json(call.path.startsWith("/auth") ? 404 : 500, {}) },
    ["core.paths.unknown"],
  ],
];

test.each(FAULTS)("%s: found, and nothing else", async (_fault, habits, ids) => {
  removals = new Set();
  const report = await check(habits);
  expect(idsOf(report, "failed")).toEqual(ids);
  expect(report.exit_code).toBe(1);
  expect(JSON.stringify(report)).not.toContain(SECRET);
});

test("every check of core that needs requests only has been seen failing", async () => {
  const report = await check({});
  const found = new Set(FAULTS.flatMap(([, , ids]) => ids));
  expect(idsOf(report, "passed").filter((id) => !found.has(id))).toEqual([]);
});

test("an integration that can't reach its hub is not blamed for it", async () => {
  const report = await check({ remove: () => json(502, {}) });
  expect(idsOf(report, "failed")).toEqual([]);
  expect(report.results.find(({ id }) => id === "core.delete.unknown-account")?.note).toContain("can't reach its hub");
  expect(report.exit_code).toBe(3);
});

test("an integration that wants signed requests is told where to be run, not forty failures", async () => {
  const report = await check({
    connect: () => json(401, { code: "ASSERTION_INVALID", message: "The signed statement …" }),
  });
  expect(report.results.filter(({ outcome }) => outcome === "failed")).toEqual([]);
  expect(report.could_not_run).toContain("joinery dev");
  expect(report.exit_code).toBe(3);
});

function envelope(url: string) {
  return { code: "OK", message: "OK", data: { authorization_url: url } };
}

function header({ headers }: Call): string {
  return new Headers(headers).get("blink-auth-userid") ?? "";
}

function labelled(url: string): Response {
  return new Response(JSON.stringify(envelope(url)), { headers: { "content-type": "text/html; charset=utf-8" } });
}

function compressed(url: string): Response {
  return new Response(JSON.stringify(envelope(url)), { headers: { "content-encoding": "gzip" } });
}

function timeout(): Error {
  return new DOMException("too late", "TimeoutError");
}

/** Refuses a Connect while another one is under way. */
function oneAtATime(): Habits["connect"] {
  let running = 0;
  return async (_call, url) => {
    running += 1;
    const answer = running > 1 ? json(503, {}) : json(200, envelope(url));
    await Promise.resolve();
    running -= 1;
    return answer;
  };
}

function colliding(): Habits["remove"] {
  let running = 0;
  return async () => {
    running += 1;
    const status = running > 1 ? 500 : 404;
    await Promise.resolve();
    running -= 1;
    return json(status, {});
  };
}

function again(account: string): Response {
  const isKnown = removals.has(account);
  removals.add(account);
  return json(isKnown ? 500 : 404, {});
}

/** An own page that a browser without any secret may open. */
function opens(): Partial<Habits> {
  return { refuse: (call, status) => (call.path === "/begin" ? page(200) : json(status, {})) };
}
