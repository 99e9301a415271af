import { createHash } from "node:crypto";
import type { Recorder } from "./recorder.ts";
import type { WorkshopFacts } from "./seen.ts";

/** Marked values: none may ever be seen. Each is as long as a real one. */
export const SECRETS = {
  proxySecret: "MARKED-proxy-secret-0123456789abcdef012345",
  apiToken: "MARKED-api-token-0123456789abcdef0123456789",
  clientSecret: "MARKED-client-secret-0123456789abcdef01234",
  session: "MARKED-session-0123456789abcdef0123456789ab",
  flowCookie: "MARKED-flow-cookie-0123456789abcdef01234567",
  hubCode: "MARKED-hub-code-0123456789abcdef0123456789a",
  verifier: "MARKED-verifier-0123456789abcdef0123456789a",
  state: "MARKED-state-0123456789abcdef0123456789abcd",
  nonce: "MARKED-nonce-0123456789abcdef0123456789abcd",
  pkce: "MARKED-pkce-verifier-0123456789abcdef012345",
  password: "MARKED-password",
  formToken: "MARKED-form-token-0123456789abcdef012345678",
  code: "MARKED-code-0123456789abcdef0123456789abcde",
  claim: "MARKED-claim-0123456789abcdef0123456789abcd",
  accessToken: "MARKED-access-token-0123456789abcdef0123456",
  refreshToken: "MARKED-refresh-token-0123456789abcdef012345",
  idToken: "MARKEDhead.MARKEDbody0123456789.MARKEDsignature",
  signature: "MARKED-signature-0123456789abcdef0123456789",
} as const;

export const HUB = "http://127.0.0.1:4000";
export const INTEGRATION = "http://localhost:4001";
export const SERVICE = "http://[::1]:4003";
export const USER = "u-00000000-0000-4000-8000-00000000000a";

export const FACTS: WorkshopFacts = {
  kind: "verified",
  service_id: "l-00000000-0000-4000-8000-000000000001",
  auth_id: "t-00000000-0000-4000-8000-000000000002",
  hub: HUB,
  connect_base: INTEGRATION,
  proxy_secret: SECRETS.proxySecret,
};

/** What the hub would state about a request, signed with a mark instead of a key. */
export function assertionFor(method: string, path: string, body = "", more: object = {}): string {
  const iat = Date.parse("2026-03-01T10:00:00Z") / 1000;
  const bh = createHash("sha256").update(body).digest("base64url");
  const times = { iat, exp: iat + 60, jti: "j-1" };
  const claims = { iss: HUB, aud: FACTS.service_id, sub: USER, ...times, htm: method, path, bh, ...more };
  return `eyJhbGciOiJFUzI1NiJ9.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.${SECRETS.signature}`;
}

/** The headers of a request of the hub to the integration. */
export function hubHeaders(
  method: string,
  path: string,
  body = "",
  more: Record<string, string> = {},
): Record<string, string> {
  return {
    "blink-auth-userid": USER,
    "blink-auth-proxysecret": SECRETS.proxySecret,
    "joinery-assertion": assertionFor(method, path, body),
    ...more,
  };
}

const S = SECRETS;
const JSON_TYPE = { "content-type": "application/json" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };
const API = { authorization: `Bearer ${S.apiToken}`, ...JSON_TYPE };
const AT_HUB = { cookie: `joinery-session-4000=${S.session}`, "sec-fetch-site": "same-origin" };
const AT_INTEGRATION = { cookie: `joinery-4001-f=${S.flowCookie}`, accept: "text/html" };
const AT_SERVICE = { cookie: `acme_session_4003=${S.session}`, accept: "text/html" };

/** Records a right connect from Connect to Save; answers its flow. */
export function recordConnect(recorder: Recorder, flow = `f-${crypto.randomUUID()}`): string {
  const ok = (data: object) => JSON.stringify({ code: "OK", message: "OK", data });
  const ask =
    (from: "browser" | "integration", to: "hub" | "integration" | "service") =>
    (method: string, url: string, headers: Record<string, string>, body = "") =>
      recorder.begin({ from, to, method, url, headers, body });
  const visitHub = ask("browser", "hub");
  const visitIntegration = ask("browser", "integration");
  const visitService = ask("browser", "service");
  const callHub = ask("integration", "hub");
  const callService = ask("integration", "service");
  const to = (location: string) => ({
    location,
    "set-cookie": `joinery-4001-f=${S.flowCookie}; Path=/; HttpOnly; SameSite=Lax`,
  });
  const state = `${flow}.${S.state}`;
  const requestId = crypto.randomUUID();
  const authPath = `/auth/${FACTS.auth_id}`;
  const url = `${INTEGRATION}/connect/${flow}`;

  const pressed = visitHub(
    "POST",
    `${HUB}/connector/${FACTS.service_id}${authPath}`,
    { ...AT_HUB, ...JSON_TYPE },
    "{}",
  );
  const assertion = assertionFor("POST", authPath, "", { flow });
  const more = { "joinery-flow": flow, "joinery-assertion": assertion, "x-request-id": requestId };
  const headers = hubHeaders("POST", authPath, "", more);
  recorder
    .begin({ from: "hub", to: "integration", method: "POST", url: `${INTEGRATION}${authPath}`, headers })
    .answer(200, JSON_TYPE, ok({ authorization_url: url }));
  pressed.answer(200, { ...JSON_TYPE, "x-request-id": requestId }, ok({ authorization_url: url, flow }));

  visitIntegration("GET", url, { accept: "text/html" }).answer(
    303,
    to(`${HUB}/connect/${flow}/verify?challenge=public`),
  );
  const finish = `${INTEGRATION}/connect/verified?flow=${flow}&code=${S.hubCode}`;
  visitHub("GET", `${HUB}/connect/${flow}/verify?challenge=public`, AT_HUB).answer(303, { location: finish });

  const verified = visitIntegration("GET", finish, AT_INTEGRATION);
  const proof = JSON.stringify({ code: S.hubCode, verifier: S.verifier });
  const person = ok({ flow, auth_id: FACTS.auth_id, user_id: USER, display_name: "Ada Lovelace" });
  callHub("POST", `${HUB}/v2/connect/${flow}/redeem`, API, proof).answer(200, JSON_TYPE, person);
  const asked = new URLSearchParams({ client_id: "desk", state, nonce: S.nonce, code_challenge: "public" });
  const authorization = `${SERVICE}/auth?${asked}`;
  verified.answer(303, to(authorization));

  const page = `<form action="/login"><input type="hidden" name="form_token" value="${S.formToken}"></form>`;
  const form = (fields: object) => new URLSearchParams({ form_token: S.formToken, ...fields }).toString();
  visitService("GET", authorization, AT_SERVICE).answer(303, { location: "/interaction/aZ3kLm9QwErTyUiOp45sd" });
  const interaction = `${SERVICE}/interaction/aZ3kLm9QwErTyUiOp45sd`;
  visitService("GET", interaction, AT_SERVICE).answer(200, { "content-type": "text/html" }, page);
  const login = form({ username: "john.doe", password: S.password });
  visitService("POST", `${interaction}/login`, { ...AT_SERVICE, ...FORM }, login).answer(303, {
    location: interaction,
  });
  const resume = "/auth/Xc8vBnM2asDfGhJkL0pQw";
  visitService("POST", `${interaction}/allow`, { ...AT_SERVICE, ...FORM }, form({})).answer(303, { location: resume });
  const back = `${INTEGRATION}/connect/callback?${new URLSearchParams({ code: S.code, state, iss: SERVICE })}`;
  visitService("GET", `${SERVICE}${resume}`, AT_SERVICE).answer(303, { location: back });

  const callback = visitIntegration("GET", back, AT_INTEGRATION);
  callHub("POST", `${HUB}/v2/connect/${flow}/claim`, API).answer(200, JSON_TYPE, ok({ claim: S.claim }));
  const basic = `Basic ${Buffer.from(`desk:${S.clientSecret}`).toString("base64")}`;
  const grant = new URLSearchParams({ grant_type: "authorization_code", code: S.code, code_verifier: S.pkce });
  const tokens = { access_token: S.accessToken, refresh_token: S.refreshToken, id_token: S.idToken, expires_in: 600 };
  callService("POST", `${SERVICE}/token`, { ...FORM, authorization: basic }, grant.toString()).answer(
    200,
    JSON_TYPE,
    JSON.stringify(tokens),
  );
  callService("GET", `${SERVICE}/userinfo`, { authorization: `Bearer ${S.accessToken}` }).answer(
    200,
    JSON_TYPE,
    JSON.stringify({ sub: "acme-1001", preferred_username: "john.doe" }),
  );
  const { access_token, refresh_token } = tokens;
  const account = { auth_id: FACTS.auth_id, external_account_id: "john.doe", access_token, refresh_token };
  const save = { ...API, "joinery-flow": flow, "joinery-claim": S.claim, "idempotency-key": flow };
  callHub("POST", `${HUB}/v2/user/${USER}/linked-accounts`, save, JSON.stringify(account)).answer(
    201,
    JSON_TYPE,
    ok({ linked_account_id: `k-${crypto.randomUUID()}`, ...account }),
  );
  callback.answer(303, { location: `${HUB}/connect/${flow}/done` });
  return flow;
}
