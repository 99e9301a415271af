// Acme Desk for the hub: links accounts and files tickets. Plain integration, Node 20, no dependencies.
import { createHash, randomBytes, randomUUID, timingSafeEqual } from "node:crypto";
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
const CONNECT_TTL = 10 * 60_000;
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

async function hub(method, userId, path, body, idempotencyKey) {
  const url = `${HUB}/v2/user/${encodeURIComponent(userId)}/linked-accounts${path}`;
  const headers = bearer(API_TOKEN);
  if (body) headers["content-type"] = "application/json";
  if (idempotencyKey) headers["idempotency-key"] = idempotencyKey;
  for (let attempt = 1; ; attempt++) {
    const request = { method, headers, body: body && JSON.stringify(body), ...limits(5_000) };
    const response = await fetch(url, request).catch((error) => error);
    if (response.status === 404) throw unknownAccount();
    if (response.ok) return (await response.json()).data;
    const passing = response instanceof Error || response.status >= 500;
    if (!passing || attempt === 3) throw new Error(`hub: ${method} failed (${response.status ?? response.message})`);
    await sleep(300 * attempt);
  }
}

// ---- Connect

const pending = new Map();

async function connect(userId) {
  for (const [state, { until }] of pending) if (until < Date.now()) pending.delete(state);
  const { authorization_endpoint } = await discover();
  const state = randomBytes(32).toString("base64url");
  const verifier = randomBytes(32).toString("base64url");
  pending.set(state, { userId, verifier, until: Date.now() + CONNECT_TTL });
  const question = {
    response_type: "code",
    client_id: CLIENT_ID,
    redirect_uri: `${connectBase}/connect/callback`,
    scope: SCOPE,
    prompt: "consent",
    state,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  };
  const url = new URL(authorization_endpoint);
  for (const [name, value] of Object.entries(question)) url.searchParams.set(name, value);
  return { authorization_url: url.href };
}

async function callback(query) {
  const one = (name) => (query.getAll(name).length === 1 ? query.get(name) : null);
  const begun = pending.get(one("state") ?? "");
  pending.delete(one("state") ?? "");
  const late = [400, "This took too long", "Please go back to the hub and press Connect again."];
  if (!begun || begun.until < Date.now()) return late;
  const { issuer, token_endpoint, userinfo_endpoint, ...rest } = await discover();
  const issRequired = rest.authorization_response_iss_parameter_supported === true;
  if ((issRequired || query.has("iss")) && one("iss") !== issuer) return late;
  if (query.has("error")) return [200, "Nothing was connected", "You did not allow it at Acme Desk."];
  const code = one("code");
  if (!code) return late;
  const response = await postForm(token_endpoint, {
    grant_type: "authorization_code",
    code,
    redirect_uri: `${connectBase}/connect/callback`,
    code_verifier: begun.verifier,
  });
  if (!response.ok) throw new Error(`token request answered ${response.status}`);
  const tokens = await response.json();
  try {
    const answer = await fetch(userinfo_endpoint, { headers: bearer(tokens.access_token), ...limits() });
    if (!answer.ok) throw new Error(`userinfo answered ${answer.status}`);
    const person = await answer.json();
    if (!person.sub) throw new Error("userinfo names nobody");
    const account = {
      auth_id: AUTH_ID,
      external_account_id: (person.preferred_username || person.email || person.sub).slice(0, 255),
      external_subject: `${issuer} ${person.sub}`,
      ...(person.email ? { additional_info: person.email } : {}),
      ...toStore(tokens),
    };
    await hub("POST", begun.userId, "", account, randomUUID());
  } catch (error) {
    await giveBack(tokens); // nobody could ever disconnect what the hub does not know
    throw error;
  }
  return [200, "Acme Desk is connected", "You can close this window."];
}

// ---- Disconnect, tickets

async function disconnect(userId, id) {
  await refreshing?.catch(() => {}); // so that we withdraw the newest token
  const path = `/${encodeURIComponent(id)}`;
  const account = await hub("GET", userId, path);
  await revoke(account);
  await hub("DELETE", userId, path).catch((error) => {
    if (error.status !== 404) throw error;
  });
  return account.refresh_token || account.access_token ? { revocation: "revoked" } : {};
}

/** The refresh that is under way. Acme Desk ends the access when a refresh token is used twice. */
let refreshing;

function renew(userId, account) {
  refreshing ??= refresh(userId, account).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
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
  if (!timingSafeEqual(digest(secret), digest(PROXY_SECRET)) || !userId)
    throw refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
  const call = `${request.method} ${path}`;
  const ok = { code: "OK", message: "OK" };
  if (call === `POST /auth/${AUTH_ID}`) return [200, { ...ok, data: await connect(userId) }];
  if (call === "POST /tickets") return [201, { ...ok, data: await fileTicket(userId, await readJson(request)) }];
  const id = decode(/^DELETE \/linked-accounts\/([^/]+)$/.exec(call)?.[1] ?? "");
  if (id && id !== "." && id !== "..") return [200, { ...ok, data: {}, ...(await disconnect(userId, id)) }];
  throw refusal(404, "NOT_FOUND", "There is nothing here.");
}

const server = createServer(async (request, response) => {
  const [path, ...search] = (request.url ?? "/").split("?");
  const isCallback = path === "/connect/callback" && request.method === "GET";
  let answer;
  try {
    if (isCallback && /prefetch/i.test(`${request.headers["sec-purpose"]} ${request.headers.purpose}`))
      answer = [503, "Not now", "Please open this address yourself."];
    else if (isCallback) answer = await callback(new URLSearchParams(search.join("?")));
    else answer = await fromHub(request, path);
  } catch (error) {
    if (!error.status) console.error(error.message);
    const message = "Something went wrong with Acme Desk. Please try again.";
    if (isCallback) answer = [502, "Nothing was connected", message];
    else if (error.status) answer = [error.status, { code: error.code, message: error.message }];
    else answer = [502, { code: "EXTERNAL_SERVICE_FAILED", message }];
  }
  const [status, body, sentence] = answer;
  const head = `<meta charset="utf-8"><title>${body}</title>`;
  const html = `<!doctype html><html lang="en">${head}<h1>${body}</h1><p>${sentence}</p></html>`;
  response.writeHead(status, {
    "content-type": isCallback ? "text/html; charset=utf-8" : "application/json",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    ...(status === 413 ? { connection: "close" } : {}),
  });
  response.end(request.method === "HEAD" ? undefined : isCallback ? html : JSON.stringify(body));
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
