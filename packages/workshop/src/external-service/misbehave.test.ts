import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { type App, newBrowser, startApp } from "./app.fixture.ts";
import { createServiceFaults } from "./faults.ts";
import { createLedger } from "./ledger.ts";

const CALLS = ["POST /token", "POST /token/revocation", "GET /userinfo", "GET /api/tickets", "POST /api/tickets"];

function call(app: App, which: string, init: RequestInit = {}): Promise<Response> {
  const [method = "", path] = which.split(" ");
  return fetch(`${app.acme.issuer}${path}`, { ...init, method });
}

function faultLines(app: App): string[] {
  return app.acme.ledger.entries({ kind: "fault" }).map(({ detail }) => detail);
}

test.for(CALLS)("answers-500: %s is a 500 that says whose doing it is", async (which) => {
  await using app = await startApp();
  await app.acme.faults.set("answers-500", true);

  const reply = await call(app, which);

  expect(reply.status).toBe(500);
  expect(reply.headers.get("x-joinery-shaped-by")).toBe("answers-500");
  expect(await reply.json()).toEqual({
    error: "server_error",
    error_description: "A fault of the workshop: Answers 500.",
  });
  expect(faultLines(app)).toEqual(["answers-500: on", `answers-500: ${which}`]);
  await app.acme.faults.set("answers-500", false);
  expect((await call(app, which)).status).not.toBe(500);
});

test.for(CALLS)("not-json: %s is a web page with status 200", async (which) => {
  await using app = await startApp();
  await app.acme.faults.set("not-json", true);

  const reply = await call(app, which);

  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toContain("text/html");
  expect(reply.headers.get("x-joinery-shaped-by")).toBe("not-json");
  expect(await reply.text()).toContain("Fault on: Not JSON.");
  expect(faultLines(app)).toEqual(["not-json: on", `not-json: ${which}`]);
  app.acme.faults.clear();
  expect((await call(app, which)).headers.get("content-type")).not.toContain("text/html");
});

test.for(["answers-500", "not-json"] as const)(
  "%s: a token request gets nothing, counts in the ledger, and can be made again afterwards",
  async (fault) => {
    await using app = await startApp();
    const callback = await app.consent("john.doe");
    await app.acme.faults.set(fault, true);

    await expect(app.exchange(callback)).rejects.toThrow();

    expect(app.acme.ledger.entries({ kind: "token_request" })).toMatchObject([{ clientId: "app" }]);
    expect(app.acme.liveGrants("john.doe")).toBe(0);
    app.acme.faults.clear();
    await app.exchange(callback);
    expect(app.acme.liveGrants("john.doe")).toBe(1);
  },
);

test("answers-500: a token request is counted for its app, in whichever way it gives its id", async () => {
  await using app = await startApp();
  await app.acme.faults.set("answers-500", true);
  const field = { grant_type: "authorization_code", client_id: "app" };
  const basic = { authorization: `Basic ${btoa("an%20app:secret")}` };

  await call(app, "POST /token", { body: new URLSearchParams(field) });
  await call(app, "POST /token", { body: new URLSearchParams({ grant_type: "authorization_code" }), headers: basic });
  await call(app, "POST /token", { body: new URLSearchParams({ grant_type: "refresh_token", client_id: "app" }) });

  const counted = app.acme.ledger.entries({ kind: "token_request" });
  expect(counted.map(({ clientId }) => clientId)).toEqual(["app", "an app"]);
});

test.for(["answers-500", "not-json"] as const)("%s: nothing is withdrawn meanwhile", async (fault) => {
  await using app = await startApp();
  const tokens = await app.exchange(await app.consent("john.doe"));
  await app.acme.faults.set(fault, true);

  await oidc.tokenRevocation(app.config, tokens.refresh_token ?? "").catch(() => undefined);

  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test.for(["answers-500", "not-json", "slow-30s"] as const)(
  "%s: discovery, keys and the pages that people read work",
  async (fault) => {
    await using app = await startApp();
    await app.acme.faults.set(fault, true);

    expect((await call(app, "GET /.well-known/openid-configuration")).status).toBe(200);
    expect((await call(app, "GET /jwks")).status).toBe(200);
    expect((await newBrowser().open(app.acme.issuer)).status).toBe(200);
    expect((await app.consent("john.doe")).searchParams.get("code")).not.toBeNull();
  },
);

const DELAYS = { "slow-6s": 60, "slow-30s": 300 };

test.for([
  ["slow-6s", (app: App) => app.acme.faults.set("slow-6s", true), 60],
  ["slow-30s", (app: App) => app.acme.faults.set("slow-30s", true), 300],
  ["slow", async (app: App) => app.acme.answerSlowly(90), 90],
] as const)("%s: the answer is the right one, and late", async ([label, switchOn, ms]) => {
  await using app = await startApp({ slowFaultDelays: DELAYS });
  const callback = await app.consent("john.doe");
  await switchOn(app);
  const startedAt = performance.now();

  const tokens = await app.exchange(callback);

  expect(performance.now() - startedAt).toBeGreaterThan(ms - 5);
  expect(tokens.access_token).not.toBe("");
  expect(faultLines(app).at(-1)).toBe(`${label}: POST /token`);
  const { headers } = await app.callApi(tokens.access_token);
  expect([headers.get("x-joinery-fault"), headers.get("x-joinery-shaped-by")]).toEqual([label, label]);
  app.acme.faults.clear();
  expect((await app.callApi(tokens.access_token)).headers.get("x-joinery-fault")).toBeNull();
});

test.for([
  ["slow-6s", 6_000],
  ["slow-30s", 30_000],
] as const)("%s takes %s milliseconds unless a test wants less", async ([id, ms]) => {
  const effects = { expireAccessTokens: () => 0, revokeGrants: async () => 0, endSessions() {} };
  const faults = createServiceFaults({ ledger: createLedger({ clock: () => new Date() }), effects });
  expect(faults.delay()).toBeUndefined();

  await faults.set(id, true);

  expect(faults.delay()).toMatchObject({ ms, label: { id } });
});

test("of several slow faults the slowest counts, and what is slow may also be a 500", async () => {
  await using app = await startApp({ slowFaultDelays: DELAYS });
  app.acme.answerSlowly(10);
  for (const id of ["slow-30s", "slow-6s", "answers-500"] as const) await app.acme.faults.set(id, true);
  const startedAt = performance.now();

  const reply = await call(app, "GET /api/tickets");

  expect(performance.now() - startedAt).toBeGreaterThan(DELAYS["slow-30s"] - 5);
  expect(reply.status).toBe(500);
  expect(reply.headers.get("x-joinery-fault")).toBe("slow-30s, slow-6s, answers-500, slow");
  expect(reply.headers.get("x-joinery-shaped-by")).toBe("slow-30s, answers-500");
});

test("a client that hangs up ends the slow answer, and nothing has happened", async () => {
  await using app = await startApp();
  const tokens = await app.exchange(await app.consent("john.doe"));
  await app.acme.faults.set("slow-30s", true);
  const body = new URLSearchParams({ token: tokens.refresh_token ?? "" });
  const headers = { authorization: `Basic ${btoa("app:secret-of-the-app")}` };

  const hungUp = call(app, "POST /token/revocation", { body, headers, signal: AbortSignal.timeout(50) });
  await expect(hungUp).rejects.toMatchObject({ name: "TimeoutError" });

  await expect
    .poll(() => faultLines(app).at(-1))
    .toBe("slow-30s: POST /token/revocation, nobody waited for the answer");
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("a question that nobody waits for is not answered", async () => {
  await using app = await startApp();
  const { access_token: token } = await app.exchange(await app.consent("john.doe"));
  await app.acme.faults.set("slow-30s", true);

  await expect(app.callApi(token, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ name: "TimeoutError" });

  await expect.poll(() => faultLines(app).at(-1)).toBe("slow-30s: GET /api/tickets, nobody waited for the answer");
  app.acme.faults.clear();
  await app.callApi(token);
  expect(app.acme.ledger.entries({ kind: "api_call" })).toHaveLength(1);
});

test("closing the service ends its slow answers", async () => {
  await using app = await startApp();
  await app.acme.faults.set("slow-30s", true);
  const waiting = expect(call(app, "GET /api/tickets")).rejects.toThrow();
  await expect.poll(() => fetch(app.acme.issuer).then((reply) => reply.status)).toBe(200);
  const startedAt = performance.now();

  await app.acme.close();

  await waiting;
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test.for([-1, Number.NaN])("an answer can't take %s milliseconds", async (ms) => {
  await using app = await startApp();

  expect(() => app.acme.answerSlowly(ms)).toThrow("give 0 or more milliseconds");
});
