// Acme Desk for the hub, verified connect: the hub looks at the browser before anybody is sent to Acme Desk.
// Keeps nothing between the steps; what a browser must bring back is sealed into its cookie.
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const env = (name) => {
  if (!process.env[name]) throw new Error(`Please set ${name}.`);
  return process.env[name];
};
const HUB = env("JOINERY_HUB").replace(/\/+$/, "");
const AUTH_ID = env("JOINERY_AUTH_ID");
const PROXY_SECRET = env("JOINERY_PROXY_SECRET");
const API_TOKEN = env("JOINERY_API_TOKEN");
const ISSUER = env("ACME_ISSUER").replace(/\/+$/, "");
const CLIENT_ID = env("ACME_CLIENT_ID");
const CLIENT_SECRET = env("ACME_CLIENT_SECRET");
let connectBase = process.env.JOINERY_CONNECT_BASE?.replace(/\/+$/, "");

const SCOPE = "openid profile email tickets:write offline_access";
const FLOW = /^f-[\w-]{1,62}$/;
const MAX_BODY = 1_000_000;

/** A refusal that the user may read. */
const refusal = (status, code, message) => Object.assign(new Error(message), { status, code });
const unknownAccount = () => refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
const reconnect = () => refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.");

// ---- Acme Desk

const limits = (milliseconds = 8_000) => ({ redirect: "error", signal: AbortSignal.timeout(milliseconds) });
const bearer = (token) => ({ authorization: `Bearer ${token}`, accept: "application/json" });

let discovered;
async function discover() {
  if (discovered) return discovered;
  const response = await fetch(`${ISSUER}/.well-known/openid-configuration`, limits(5_000));
  if (!response.ok) throw new Error(`discovery answered ${response.status}`);
  const found = await response.json();
  if (found.issuer?.replace(/\/+$/, "") !== ISSUER) throw new Error("discovery names another issuer");
  discovered = found;
  return found;
}

// RFC 6749, 2.3.1: both halves are form-encoded before they go into Basic.
const formEncode = (text) => new URLSearchParams([["", text]]).toString().slice(1);
const BASIC = `Basic ${Buffer.from(`${formEncode(CLIENT_ID)}:${formEncode(CLIENT_SECRET)}`).toString("base64")}`;

const postForm = (url, form) =>
  fetch(url, { method: "POST", headers: { authorization: BASIC }, body: new URLSearchParams(form), ...limits() });

async function revoke({ refresh_token, access_token }) {
  const token = refresh_token ?? access_token;
  if (!token) return;
  const { revocation_endpoint } = await discover();
  const response = await postForm(revocation_endpoint, { token });
  if (!response.ok) throw new Error(`revocation answered ${response.status}`);
}

const giveBack = (tokens) => revoke(tokens).catch((error) => console.error(`grant not withdrawn: ${error.message}`));

const toStore = ({ access_token, refresh_token, expires_in }) => ({
  access_token,
  ...(refresh_token ? { refresh_token } : {}),
  expiry: Number.isFinite(expires_in) ? new Date(Date.now() + expires_in * 1000).toISOString() : null,
});

// ---- Hub

async function callHub(method, path, body, extra = {}) {
  const headers = { ...bearer(API_TOKEN), ...extra };
  if (body) headers["content-type"] = "application/json";
  for (let attempt = 1; ; attempt++) {
    const request = { method, headers, body: body && JSON.stringify(body), ...limits(5_000) };
    const response = await fetch(`${HUB}/v2${path}`, request).catch((error) => error);
    const answer = response instanceof Error ? {} : await response.json().catch(() => ({}));
    if (response.ok) return answer.data;
    const isPassing = response instanceof Error || response.status >= 500;
    const details = { hubStatus: response.status, hubCode: answer.code, isPassing };
    if (!isPassing || attempt === 3) throw Object.assign(new Error(`hub: ${method} ${response.status}`), details);
    await sleep(300 * attempt);
  }
}

const hub = (method, userId, path, body, extra) =>
  callHub(method, `/user/${encodeURIComponent(userId)}/linked-accounts${path}`, body, extra).catch((error) => {
    throw error.hubStatus === 404 ? unknownAccount() : error;
  });
const flowStep = (flow, step, body) => callHub("POST", `/connect/${encodeURIComponent(flow)}/${step}`, body);
const refuse = (flow, reason, claim) =>
  flowStep(flow, "refuse", { reason, ...(claim ? { claim } : {}) }).catch((error) => console.error(error.message));

// ---- Cookies: one for each flow, sealed with AES-GCM

const key = Buffer.from(hkdfSync("sha256", PROXY_SECRET, "", "flow cookies", 32));
const isHttps = () => connectBase.startsWith("https:");
const family = () => (isHttps() ? "__Host-joinery-" : `joinery-${new URL(connectBase).port || 80}-`);
const nameOf = (flow) => family() + flow.slice(0, 10);
const setCookie = (name, value, age) =>
  `${name}=${value}; Path=/; Max-Age=${age}; HttpOnly; SameSite=Lax${isHttps() ? "; Secure" : ""}`;

function seal(content) {
  const age = content.phase === "begun" ? 600 : 1800;
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const text = JSON.stringify({ ...content, at: Date.now(), until: Date.now() + age * 1000 });
  const sealed = Buffer.concat([iv, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return setCookie(nameOf(content.flow), sealed.toString("base64url"), age);
}

function unseal(text) {
  try {
    const bytes = Buffer.from(text, "base64url");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(-16));
    const content = JSON.parse(Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString());
    return content.until > Date.now() ? content : undefined;
  } catch {
    return undefined;
  }
}

function ourCookies(request) {
  const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim().split("="));
  return pairs.filter(([name]) => name.startsWith(family())).map(([name, value]) => ({ name, content: unseal(value) }));
}

function cookieOf(request, flow) {
  const [found, ...others] = ourCookies(request).filter(({ name }) => name === nameOf(flow));
  return others.length === 0 && found?.content?.flow === flow ? found.content : undefined;
}

// ---- Connect: every step ends in a redirect

const see = (location, ...cookies) => ({ location, cookies });
const done = (flow) => see(`${HUB}/connect/${flow}/done`, setCookie(nameOf(flow), "", 0));
const ended = () => see(`${connectBase}/connect/ended`);

function open(request, flow) {
  const cookie = cookieOf(request, flow);
  if (cookie?.phase === "redeemed") return toAcme(cookie);
  const others = ourCookies(request).filter(({ name, content }) => content && name !== nameOf(flow));
  const surplus = others.sort((a, b) => b.content.at - a.content.at).slice(4);
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return see(
    `${HUB}/connect/${flow}/verify?challenge=${challenge}`,
    ...surplus.map(({ name }) => setCookie(name, "", 0)),
    seal({ phase: "begun", flow, verifier }),
  );
}

async function verified(request, query) {
  const flow = query.get("flow") ?? "";
  const cookie = FLOW.test(flow) ? cookieOf(request, flow) : undefined;
  if (!cookie) return ended();
  if (cookie.phase === "redeemed") return toAcme(cookie);
  try {
    const person = await flowStep(flow, "redeem", { code: query.get("code") ?? "", verifier: cookie.verifier });
    if (person.flow !== flow || person.auth_id !== AUTH_ID) throw new Error("redeem answered for another flow");
    const [random, nonce, pkce] = [0, 0, 0].map(() => randomBytes(32).toString("base64url"));
    const { user_id: userId, reconnect: again } = person;
    const hint = again?.external_account_id;
    return await toAcme({ phase: "redeemed", flow, userId, state: `${flow}.${random}`, nonce, pkce, hint });
  } catch (error) {
    console.error(error.message);
    if (!error.hubStatus) await refuse(flow, "external_service_failed");
    return done(flow);
  }
}

async function toAcme(cookie) {
  const url = new URL((await discover()).authorization_endpoint);
  const question = {
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: `${connectBase}/connect/callback`,
    scope: SCOPE,
    prompt: "consent",
    state: cookie.state,
    nonce: cookie.nonce,
    code_challenge: createHash("sha256").update(cookie.pkce).digest("base64url"),
    code_challenge_method: "S256",
    ...(cookie.hint ? { login_hint: cookie.hint } : {}),
  };
  for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
  return see(url.href, seal(cookie));
}

async function callback(request, query) {
  const one = (name) => (query.getAll(name).length === 1 ? query.get(name) : null);
  const state = one("state") ?? "";
  const flow = state.split(".")[0];
  if (!FLOW.test(flow)) return ended();
  const cookie = cookieOf(request, flow);
  if (cookie?.phase !== "redeemed" || !isSame(cookie.state, state)) {
    await refuse(flow, "browser_mismatch");
    return ended();
  }
  const document = await discover().catch((error) => console.error(error.message));
  if (!document) {
    await refuse(flow, "external_service_failed");
    return done(flow);
  }
  const { issuer, token_endpoint, userinfo_endpoint, ...rest } = document;
  const issRequired = rest.authorization_response_iss_parameter_supported === true;
  const isTheirs = !(issRequired || query.has("iss")) || one("iss") === issuer;
  const code = one("code");
  if (!isTheirs || query.has("error") || !code) {
    const denied = isTheirs && one("error") === "access_denied";
    await refuse(flow, denied ? "access_denied" : "external_service_refused");
    return done(flow);
  }
  const response = await postForm(token_endpoint, {
    grant_type: "authorization_code",
    code,
    redirect_uri: `${connectBase}/connect/callback`,
    code_verifier: cookie.pkce,
  });
  if (!response.ok) {
    await refuse(flow, "exchange_failed");
    return done(flow);
  }
  const tokens = await response.json();
  let person;
  try {
    person = await whose(tokens, { issuer, userinfo_endpoint, nonce: cookie.nonce });
  } catch (error) {
    console.error(error.message);
    await giveBack(tokens);
    await refuse(flow, "identity_unusable");
    return done(flow);
  }
  return await save(cookie, tokens, {
    external_account_id: (person.preferred_username || person.email || person.sub).slice(0, 255),
    external_subject: `${issuer} ${person.sub}`,
    ...(person.email ? { additional_info: person.email } : {}),
  });
}

/** Who consented: the ID token must be the one for our nonce, and userinfo must speak of the same person. */
async function whose({ id_token, access_token }, { issuer, userinfo_endpoint, nonce }) {
  const claims = JSON.parse(Buffer.from(id_token.split(".")[1], "base64url").toString("utf8"));
  if (claims.iss !== issuer || ![claims.aud].flat().includes(CLIENT_ID) || claims.nonce !== nonce)
    throw new Error("the ID token is not for this connect");
  const answer = await fetch(userinfo_endpoint, { headers: bearer(access_token), ...limits() });
  if (!answer.ok) throw new Error(`userinfo answered ${answer.status}`);
  const person = await answer.json();
  if (!person.sub || person.sub !== claims.sub) throw new Error("userinfo names somebody else");
  return person;
}

/** The claim is good for one save. */
async function save({ flow, userId }, tokens, identity) {
  let claim;
  try {
    ({ claim } = await flowStep(flow, "claim"));
  } catch (error) {
    console.error(error.message);
    return done(flow); // taken, burned or too late: the hub's page says which
  }
  const headers = { "joinery-flow": flow, "joinery-claim": claim, "idempotency-key": flow };
  try {
    await hub("POST", userId, "", { auth_id: AUTH_ID, ...identity, ...toStore(tokens) }, headers);
  } catch (error) {
    console.error(error.message);
    // When the hub could not be reached the account may be saved; the claimed flow stays on the administrator's list.
    if (!error.isPassing && error.hubCode !== "FLOW_COMPLETED") {
      await giveBack(tokens);
      await refuse(flow, "exchange_failed", claim);
    }
  }
  return done(flow);
}

// ---- Disconnect, tickets

async function disconnect(userId, id) {
  await refreshes.get(id)?.catch(() => {}); // it may be about to store newer tokens
  const path = `/${encodeURIComponent(id)}`;
  const account = await hub("GET", userId, path);
  await revoke(account);
  await hub("DELETE", userId, path).catch((error) => {
    if (error.status !== 404) throw error;
  });
  return account.refresh_token || account.access_token ? { revocation: "revoked" } : {};
}

/** Refreshes under way, by account: with rotating tokens two at once would end the access. */
const refreshes = new Map();

function renew(userId, account) {
  const id = account.linked_account_id;
  if (!refreshes.has(id))
    refreshes.set(
      id,
      refresh(userId, account).finally(() => refreshes.delete(id)),
    );
  return refreshes.get(id);
}

async function refresh(userId, stale) {
  const path = `/${encodeURIComponent(stale.linked_account_id)}`;
  const account = await hub("GET", userId, path);
  if (account.access_token !== stale.access_token) return account.access_token; // somebody was faster
  const { token_endpoint } = await discover();
  const form = { grant_type: "refresh_token", refresh_token: account.refresh_token };
  const response = account.refresh_token ? await postForm(token_endpoint, form) : undefined;
  if (!response || response.status === 400) {
    const error = response ? (await response.json()).error : "invalid_grant";
    if (error !== "invalid_grant") throw new Error(`refresh was refused: ${error}`);
    const now = await hub("GET", userId, path);
    if (now.access_token !== account.access_token) return now.access_token;
    await hub("PATCH", userId, path, { requires_reauthentication: true });
    throw reconnect();
  }
  if (!response.ok) throw new Error(`refresh answered ${response.status}`);
  const tokens = await response.json();
  try {
    await hub("PATCH", userId, path, toStore(tokens));
  } catch (error) {
    await giveBack(tokens); // the account is gone or going
    throw error;
  }
  return tokens.access_token;
}

async function fileTicket(userId, { title, text }) {
  const isText = (value) => typeof value === "string";
  if (!isText(title) || title.trim() === "" || (text !== undefined && !isText(text)))
    throw refusal(400, "BAD_REQUEST", "A ticket needs a title.");
  const accounts = await hub("GET", userId, `?auth_id=${encodeURIComponent(AUTH_ID)}`);
  if (accounts.length === 0) throw refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.");
  const account = accounts.find((one) => !one.requires_reauthentication);
  if (!account) throw reconnect();
  const file = (token) =>
    fetch(`${ISSUER}/api/tickets`, {
      method: "POST",
      headers: { ...bearer(token), "content-type": "application/json" },
      body: JSON.stringify({ title, text }),
      ...limits(),
    });
  const expired = !account.access_token || (account.expiry && Date.parse(account.expiry) < Date.now() + 10_000);
  let response = await file(expired ? await renew(userId, account) : account.access_token);
  if (response.status === 401 && !expired) response = await file(await renew(userId, account));
  if (response.status === 400) throw refusal(400, "BAD_REQUEST", "Acme Desk does not take this ticket.");
  if (!response.ok) throw new Error(`tickets answered ${response.status}`);
  return await response.json();
}

// ---- Server

const decode = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
};
const digest = (text) => createHash("sha256").update(text).digest();
const isSame = (one, other) => timingSafeEqual(digest(one), digest(other));

async function readJson(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > MAX_BODY) throw refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8")) ?? {};
  } catch {
    throw refusal(400, "BAD_REQUEST", "The body must be JSON.");
  }
}

async function fromHub(request, path) {
  const { "blink-auth-proxysecret": secret = "", "blink-auth-userid": userId } = request.headers;
  if (!isSame(secret, PROXY_SECRET) || !userId)
    throw refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
  const call = `${request.method} ${path}`;
  const ok = { code: "OK", message: "OK" };
  if (call === `POST /auth/${AUTH_ID}`) {
    const flow = request.headers["joinery-flow"] ?? "";
    if (!FLOW.test(flow)) throw refusal(400, "FLOW_REQUIRED", "Please connect from a hub that names the flow.");
    return [200, { ...ok, data: { authorization_url: `${connectBase}/connect/${flow}` } }];
  }
  if (call === "POST /tickets") return [201, { ...ok, data: await fileTicket(userId, await readJson(request)) }];
  const id = decode(/^DELETE \/linked-accounts\/([^/]+)$/.exec(call)?.[1] ?? "");
  if (id && id !== "." && id !== "..") return [200, { ...ok, data: {}, ...(await disconnect(userId, id)) }];
  throw refusal(404, "NOT_FOUND", "There is nothing here.");
}

async function fromBrowser(request, path, query) {
  if (/prefetch/i.test(`${request.headers["sec-purpose"]} ${request.headers.purpose}`)) return {};
  if (path === "/connect/ended") return {};
  try {
    if (path === "/connect/callback") return await callback(request, query);
    if (path === "/connect/verified") return await verified(request, query);
    const flow = path.slice("/connect/".length);
    return FLOW.test(flow) ? await open(request, flow) : ended();
  } catch (error) {
    console.error(error.message);
    return ended();
  }
}

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Acme Desk</title><h1>This connect has ended</h1>
<p>Nothing was connected here. Please go back to the hub and press Connect again.</p></html>`;

const server = createServer(async (request, response) => {
  const [path, ...search] = (request.url ?? "/").split("?");
  const safe = { "cache-control": "no-store", "referrer-policy": "no-referrer", "x-content-type-options": "nosniff" };
  safe["content-security-policy"] = "default-src 'none'; frame-ancestors 'none'";
  if (request.method === "GET" && path.startsWith("/connect/")) {
    const { location, cookies = [] } = await fromBrowser(request, path, new URLSearchParams(search.join("?")));
    if (location) response.writeHead(303, { ...safe, location, "set-cookie": cookies }).end();
    else response.writeHead(200, { ...safe, "content-type": "text/html; charset=utf-8" }).end(PAGE);
    return;
  }
  let answer;
  try {
    answer = await fromHub(request, path);
  } catch (error) {
    if (!error.status) console.error(error.message);
    const failed = "Something went wrong with Acme Desk. Please try again.";
    const { status = 502, code = "EXTERNAL_SERVICE_FAILED" } = error.status ? error : {};
    answer = [status, { code, message: error.status ? error.message : failed }];
  }
  const [status, body] = answer;
  if (status === 413) safe.connection = "close";
  response.writeHead(status, { ...safe, "content-type": "application/json" });
  response.end(request.method === "HEAD" ? undefined : JSON.stringify(body));
});

server.listen(Number(process.env.PORT ?? 0), process.env.HOST ?? "localhost", () => {
  const address = `http://localhost:${server.address().port}`;
  connectBase ??= address;
  console.log(`listening ${address}`);
});

process.on("SIGTERM", () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
