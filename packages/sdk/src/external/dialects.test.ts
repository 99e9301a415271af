import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify } from "jose";
import { expect, test } from "vitest";
import type { IntegrationOptions } from "../options.ts";
import { enter } from "../testing/key-world.ts";
import { ADA, DESK, startWorld } from "../testing/world.ts";
import { oauth2 } from "./oauth2.ts";
import type { ServiceProfile } from "./service-profile.ts";

const ODD = "https://odd.example";
const CLIENT = { clientId: "joinery", clientSecret: "canary-odd-secret-0123456789", scopes: ["read", "write"] };
const ENDPOINTS = { authorization: `${ODD}/authorize`, token: `${ODD}/token` };
const IDENTITY = { from: { url: `${ODD}/me` }, subject: "id", label: "login" } as const;

/** What one token answer looks like; everything else of the service is ordinary. */
type Answer = (form: URLSearchParams, request: Request) => Response | Promise<Response>;

/** A service with endpoints of its own and one oddity. */
async function startOdd(profile: ServiceProfile, answer: Answer, more: Partial<IntegrationOptions> = {}) {
  const asked: { path: string; text: string; headers: Headers }[] = [];
  const handle = async (request: Request) => {
    const { pathname } = new URL(request.url);
    const text = await request.clone().text();
    asked.push({ path: pathname, text, headers: request.headers });
    if (pathname === "/token") return answer(new URLSearchParams(text), request);
    if (pathname === "/par") return Response.json({ request_uri: "urn:par:1", expires_in: 60 }, { status: 201 });
    if (pathname === "/me") return Response.json({ id: 7, login: "john.doe", name: "John", picture: `${ODD}/p.png` });
    return new Response(null, { status: 200 });
  };
  const auth = oauth2({ endpoints: ENDPOINTS, identity: IDENTITY, ...profile, ...CLIENT });
  const parties = { [ODD]: handle, "https://acme.odd.example": handle };
  const world = await startWorld({ auth, actions: [], ...more }, parties);

  return {
    ...world,
    asked,
    account: () => [...world.hub.accounts.values()][0],
    /** Connect up to where the browser leaves for the service. */
    async leave(browser = world.newBrowser()) {
      const flow = world.hub.startFlow(ADA);
      const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
      return { flow, browser, location: await browser.locationOf(finish) };
    },
    async connect(callback: Record<string, string> = {}) {
      const { browser, location, flow } = await this.leave();
      const state = new URL(location).searchParams.get("state") ?? "";
      const query = new URLSearchParams({ code: "canary-code-0123456789", state, ...callback });
      const ended = await browser.open(`${DESK}/connect/callback?${query}`);
      return { flow, ended, asked: new URL(location).searchParams };
    },
    async remove() {
      const [id] = world.hub.accounts.keys();
      const answered = await world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });
      return ((await answered.json()) as { data: unknown }).data;
    },
  };
}

const TOKENS = { access_token: "canary-access-0123456789", token_type: "bearer" };

test("a service without discovery, with ids behind an endpoint of its own", async () => {
  const world = await startOdd({}, () => Response.json(TOKENS));

  const { asked } = await world.connect({ iss: "https://who.example" });

  expect(world.account()).toMatchObject({
    external_account_id: "john.doe",
    external_subject: "7",
    refresh_token: null,
    expiry: null,
    scopes: ["read", "write"],
  });
  expect(asked.get("scope")).toBe("read write");
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.has("response_mode")).toBe(false);
  expect(asked.has("nonce")).toBe(false);
});

test.each<[string, ServiceProfile, Answer, object]>([
  [
    "tokens inside another member, of a type of its own",
    { quirks: { tokensWithin: ["authed_user"], tokenType: "ignored", answeredScopeSeparator: "," } },
    () => Response.json({ ok: true, authed_user: { ...TOKENS, token_type: "user", scope: "a,b" } }),
    { access_token: TOKENS.access_token, scopes: ["a", "b"] },
  ],
  [
    "an answer written as a form",
    { quirks: { tokenAnswer: "form" } },
    () =>
      new Response(new URLSearchParams({ ...TOKENS, scope: "read" }), {
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
    { access_token: TOKENS.access_token, scopes: ["read"] },
  ],
  [
    "no lifetime, where it is known to be an hour",
    { quirks: { lifetimeSeconds: 3_600 } },
    () => Response.json(TOKENS),
    { expiry: expect.stringMatching(/^\d{4}-/) },
  ],
  [
    "an absurd lifetime",
    { quirks: { lifetimeSeconds: "never" } },
    () => Response.json({ ...TOKENS, expires_in: -1 }),
    { expiry: null },
  ],
  [
    "a lifetime as text",
    { quirks: { lifetimeSeconds: "never" } },
    () => Response.json({ ...TOKENS, expires_in: "600" }),
    { expiry: expect.any(String) },
  ],
  [
    "ids that stand only in the token answer",
    { identity: { from: "token_answer", subject: ["team.id", "user.id"], label: "user.id", additionalInfo: "url" } },
    () => Response.json({ ...TOKENS, team: { id: "T1" }, user: { id: 9 }, url: "https://x.odd.example" }),
    { external_subject: "T1 9", external_account_id: "9", additional_info: "https://x.odd.example" },
  ],
])("%s are understood", async (_what, profile, answer, expected) => {
  const world = await startOdd(profile, answer);

  await world.connect();

  expect(world.account()).toMatchObject(expected);
});

test("ids that stand only in the callback are understood", async () => {
  const identity = { from: "callback", subject: "realm", label: "realm" } as const;
  const world = await startOdd({ identity }, () => Response.json(TOKENS));

  await world.connect({ realm: "4711" });

  expect(world.account()).toMatchObject({ external_subject: "4711", external_account_id: "4711" });
});

test("a token request as JSON, with parameters of the service's own", async () => {
  const profile: ServiceProfile = {
    clientAuthentication: "client_secret_post",
    tokenParameters: { audience: "api.odd.example" },
    authorizationParameters: { audience: "api.odd.example" },
    quirks: { tokenRequest: "json", scopeSeparator: ",", scopeParameter: "user_scope" },
  };
  const world = await startOdd(profile, () => Response.json(TOKENS));

  const { asked } = await world.connect();

  expect(Object.fromEntries(asked)).toMatchObject({ user_scope: "read,write", audience: "api.odd.example" });
  const [request] = world.asked;
  expect(request?.headers.get("content-type")).toBe("application/json");
  expect(JSON.parse(request?.text ?? "")).toMatchObject({
    grant_type: "authorization_code",
    client_secret: CLIENT.clientSecret,
    code_verifier: expect.any(String),
    audience: "api.odd.example",
  });
});

test.each([
  ["200", 200],
  ["403", 403],
])(
  "an error in the service's own words with status %s is a refusal, not an answer that was lost",
  async (_n, status) => {
    const world = await startOdd({ quirks: { errors: { bad_code: "invalid_grant" } } }, () =>
      Response.json({ ok: false, error: "bad_code" }, { status }),
    );

    const { flow } = await world.connect();

    expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
    expect(world.account()).toBeUndefined();
  },
);

test("a dead refresh token in the service's own words asks the person to connect again", async () => {
  const answer: Answer = (form) =>
    form.get("grant_type") === "refresh_token"
      ? Response.json({ ok: false, error: "token_revoked" })
      : Response.json({ ...TOKENS, refresh_token: "canary-refresh-0123456789", expires_in: 1 });
  const { action } = await import("../actions/action.ts");
  const { z } = await import("zod");
  const actions = [action("POST", "/act", z.object({}), async () => "done")];
  const world = await startOdd({ quirks: { errors: { token_revoked: "invalid_grant" } } }, answer, { actions });
  await world.connect();
  world.clock.advance(10);

  const acted = await world.call({ method: "POST", path: "/act", user: ADA });

  expect(await acted.json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(world.account()).toMatchObject({ requires_reauthentication: true });
});

test("PKCE is left out only with a reason", async () => {
  const world = await startOdd({ pkce: { off: "refuses unknown parameters" } }, () => Response.json(TOKENS));

  const { asked } = await world.connect();

  expect(asked.has("code_challenge")).toBe(false);
  expect(world.account()).toBeDefined();
  await expect(startOdd({ pkce: { off: "" } }, () => Response.json(TOKENS))).rejects.toThrow("pkce needs a reason");
});

test("a service that takes the request before the browser comes is given it (RFC 9126)", async () => {
  const world = await startOdd({ endpoints: { ...ENDPOINTS, pushedAuthorization: `${ODD}/par` } }, () =>
    Response.json(TOKENS),
  );

  const { location } = await world.leave();

  expect(Object.fromEntries(new URL(location).searchParams)).toEqual({
    client_id: "joinery",
    request_uri: "urn:par:1",
  });
  const pushed = new URLSearchParams(world.asked[0]?.text);
  expect(pushed.get("state")).toMatch(/^f-/);
  expect(pushed.get("code_challenge")).toMatch(/^.{43}$/);
});

test("a client may sign instead of sending a secret (RFC 7523)", async () => {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), alg: "ES256", kid: "key-1" };
  let asserted = "";
  const answer: Answer = (form) => {
    asserted = form.get("client_assertion") ?? "";
    return Response.json(TOKENS);
  };
  const auth = oauth2({
    endpoints: ENDPOINTS,
    identity: IDENTITY,
    clientId: "joinery",
    privateKey: JSON.stringify(jwk),
    scopes: ["read"],
  });
  const world = await startOdd({}, answer, { auth });

  await world.connect();

  const verified = await jwtVerify(asserted, await importJWK(await exportJWK(publicKey), "ES256"), {
    issuer: "joinery",
  });
  expect(verified.protectedHeader.kid).toBe("key-1");
  expect(world.account()).toBeDefined();
});

test("a withdrawal as the service wants it, and what it says", async () => {
  const revocation = {
    as: "request",
    method: "DELETE",
    url: `${ODD}/clients/{client_id}/grant`,
    authentication: "basic",
    body: { type: "json", fields: { access_token: "{access_token}" } },
    alreadyInvalid: [404],
  } as const;
  const world = await startOdd({ revocation }, () => Response.json(TOKENS));
  await world.connect();

  const report = await world.remove();

  const request = world.asked.at(-1);
  expect(report).toEqual({ revocation: "revoked" });
  expect(request?.path).toBe("/clients/joinery/grant");
  expect(request?.headers.get("authorization")).toBe(`Basic ${btoa(`joinery:${CLIENT.clientSecret}`)}`);
  expect(JSON.parse(request?.text ?? "")).toEqual({ access_token: TOKENS.access_token });
});

test("a customer's own address is asked for, checked and kept with the account", async () => {
  const site = { host: "{site}.odd.example", label: "Your Odd address" } as const;
  const endpoints = {
    authorization: "https://{site}.odd.example/authorize",
    token: "https://{site}.odd.example/token",
  };
  const identity = { ...IDENTITY, from: { url: "https://{site}.odd.example/me" } };
  const apiOrigins = ["https://{site}.odd.example"];
  const world = await startOdd({ site, endpoints, identity, apiOrigins }, () => Response.json(TOKENS));
  const { browser, location: page } = await world.leave();

  const wrong = await enter(browser, page, { site: "evil.example/.odd.example" });
  const left = await enter(browser, page, { site: " https://ACME.odd.example/agent?x=1 " });
  const away = new URL(left.headers.get("location") ?? "");
  const state = away.searchParams.get("state") ?? "";
  await browser.open(`${DESK}/connect/callback?${new URLSearchParams({ code: "canary-code-0123456789", state })}`);

  expect(wrong.status).toBe(422);
  expect(await wrong.text()).toContain("This is no address of the kind your-name.odd.example.");
  expect(away.origin).toBe("https://acme.odd.example");
  expect(world.account()).toMatchObject({
    additional_info: "acme.odd.example",
    external_subject: "acme.odd.example 7",
  });
});

test("who identifies an account sees what the answer says beside the tokens, wherever those stand in it", async () => {
  const seen: unknown[] = [];
  const auth = oauth2({
    endpoints: ENDPOINTS,
    ...CLIENT,
    quirks: { tokensWithin: ["user"] },
    identify({ tokenAnswer, callback }) {
      seen.push(tokenAnswer, callback);
      return { externalAccountId: "john.doe" };
    },
  });
  const answer = {
    ...TOKENS,
    access_token: "canary-bot-0123456789",
    user: { ...TOKENS, id: 7, refresh_token: "canary-r" },
  };
  const world = await startOdd({}, () => Response.json(answer), { auth });

  await world.connect({ realm: "4711" });

  expect(seen).toMatchObject([{ user: { id: 7 } }, { realm: "4711" }]);
  expect(JSON.stringify(seen)).not.toContain("canary");
});
