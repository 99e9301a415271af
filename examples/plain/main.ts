/**
 * An integration from Blink's published pages alone: `node:http`, no dependency, nothing of Joinery.
 * It links a user's account at Acme Desk (OAuth 2 with a ticket API) and files tickets as that user.
 *
 *   the hub calls us       POST   /auth/<auth_id>          somebody pressed Connect
 *                          DELETE /linked-accounts/<id>    somebody pressed Disconnect
 *                          POST   /tickets                 somebody pressed a button on a card
 *   the browser comes to   GET    /callback                Acme Desk sends it back here
 *   we call the hub        /v2/user/<user>/linked-accounts with our API token
 *
 * What it can't know: whose browser comes to /callback. Whoever starts a Connect can send the address to a colleague, and
 * the colleague's account is linked to the sender. Administrators therefore see this integration as "unverified".
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";

/** From the management page in the admin panel, and from Acme Desk, where we are registered as an app. */
export interface Settings {
  hub: string;
  authId: string;
  proxySecret: string;
  apiToken: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Ours; `<origin>/callback` is registered at Acme Desk. */
  origin: string;
}

type Tokens = { access_token: string; refresh_token?: string; expires_in: number };
type Account = {
  linked_account_id: string;
  access_token: string;
  refresh_token: string | null;
  expiry: string | null;
  requires_reauthentication: boolean;
};
type Answer = { status: number; body: object | string };

const TEN_MINUTES = 10 * 60_000;
const TEN_SECONDS = 10_000;
const LARGEST_BODY = 1_000_000;

/** A refusal with a status for the hub and a sentence for the user. */
class Refusal extends Error {
  readonly answer: Answer;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.answer = { status, body: { code, message } };
  }
}

export function createPlainIntegration({ hub, issuer, origin, ...ours }: Settings): Server {
  /** Connects that have begun: who pressed, under the random `state` that comes back with the browser. */
  const begun = new Map<string, { userId: string; verifier: string; until: number }>();
  /** One refresh at a time: Acme Desk ends the whole access when a refresh token is used twice. */
  const refreshing = new Map<string, Promise<string>>();

  /** Connect: we answer with the address that the hub opens in a new window. */
  function connect(userId: string): Answer {
    for (const [state, { until }] of begun) if (until < Date.now()) begun.delete(state);
    const state = randomBytes(32).toString("base64url");
    const verifier = randomBytes(32).toString("base64url");
    begun.set(state, { userId, verifier, until: Date.now() + TEN_MINUTES });
    const question = new URLSearchParams({
      response_type: "code",
      client_id: ours.clientId,
      redirect_uri: `${origin}/callback`,
      scope: "openid profile email offline_access tickets:read tickets:write",
      prompt: "consent",
      state,
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    return ok({ authorization_url: `${issuer}/auth?${question}` });
  }

  /** The browser comes back: we exchange the code, ask who it is, and call Add User Linked Account. */
  async function finishConnect(query: URLSearchParams): Promise<Answer> {
    const flow = begun.get(query.get("state") ?? "");
    begun.delete(query.get("state") ?? "");
    if (flow === undefined || flow.until < Date.now() || query.get("iss") !== issuer) {
      return page(400, "This took too long", "Please go back to the hub and press Connect again.");
    }
    const code = query.get("code");
    if (code === null) return page(200, "Nothing was connected", "You did not allow it at Acme Desk.");
    const form = { grant_type: "authorization_code", code, redirect_uri: `${origin}/callback` };
    const tokens = await readJson<Tokens>(await askAcme("/token", { ...form, code_verifier: flow.verifier }));
    const person = await readJson<{ preferred_username: string; email: string }>(
      await fetch(`${issuer}/userinfo`, withToken(tokens.access_token)),
    );
    const account = {
      auth_id: ours.authId,
      external_account_id: person.preferred_username, // what people see at the top of the account page
      additional_info: person.email,
      ...toStore(tokens),
    };
    try {
      await callHub("POST", flow.userId, "", account);
    } catch (error) {
      // The hub does not want it, so nobody could ever disconnect it: we give the access back.
      await askAcme("/token/revocation", { token: tokens.refresh_token ?? tokens.access_token });
      throw error;
    }
    return page(200, "Acme Desk is connected", "You can close this window.");
  }

  /** Disconnect: we withdraw the access at Acme Desk (RFC 7009), then call Delete User Linked Account. */
  async function disconnect(userId: string, accountId: string): Promise<Answer> {
    const account = await callHub<Account>("GET", userId, `/${encodeURIComponent(accountId)}`);
    await askAcme("/token/revocation", { token: account.refresh_token ?? account.access_token });
    await callHub("DELETE", userId, `/${encodeURIComponent(accountId)}`);
    return ok({});
  }

  /** A button on a card: files a ticket at Acme Desk as the user who pressed it. */
  async function fileTicket(userId: string, ticket: { title?: unknown; text?: unknown }): Promise<Answer> {
    const accounts = await callHub<Account[]>("GET", userId, `?auth_id=${encodeURIComponent(ours.authId)}`);
    if (accounts.length === 0) throw new Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.");
    const account = accounts.find((candidate) => !candidate.requires_reauthentication);
    if (account === undefined) throw needsReconnect();
    const body = JSON.stringify({ title: ticket.title, text: ticket.text });
    const response = await fetch(`${issuer}/api/tickets`, {
      method: "POST",
      body,
      ...withToken(await usableToken(userId, account)),
    });
    if (response.status === 400) throw new Refusal(400, "BAD_REQUEST", "A ticket needs a title.");
    if (response.status === 401) throw await askToConnectAgain(userId, account);
    return { ...ok(await readJson(response)), status: 201 };
  }

  /** The access token; a new one when it has expired. */
  async function usableToken(userId: string, account: Account): Promise<string> {
    const isUsable = account.expiry === null || Date.parse(account.expiry) > Date.now() + TEN_SECONDS;
    if (isUsable) return account.access_token;
    const id = account.linked_account_id;
    const running = refreshing.get(id) ?? refresh(userId, account).finally(() => refreshing.delete(id));
    refreshing.set(id, running);
    return await running;
  }

  async function refresh(userId: string, account: Account): Promise<string> {
    const form = { grant_type: "refresh_token", refresh_token: account.refresh_token ?? "" };
    const response = await askAcme("/token", form, [200, 400]);
    if (response.status === 400) throw await askToConnectAgain(userId, account);
    const tokens = await readJson<Tokens>(response);
    await callHub("PATCH", userId, `/${encodeURIComponent(account.linked_account_id)}`, toStore(tokens));
    return tokens.access_token;
  }

  /** Acme Desk has ended the access: the hub shows the user that only connecting again helps. */
  async function askToConnectAgain(userId: string, account: Account): Promise<Refusal> {
    const path = `/${encodeURIComponent(account.linked_account_id)}`;
    await callHub("PATCH", userId, path, { requires_reauthentication: true });
    return needsReconnect();
  }

  /** Calls the hub's API about the accounts of a user. Success is `{code, message, data}`; we return `data`. */
  async function callHub<Data>(method: string, userId: string, path: string, body?: object): Promise<Data> {
    const response = await fetch(`${hub}/v2/user/${encodeURIComponent(userId)}/linked-accounts${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
      ...withToken(ours.apiToken),
    });
    if (response.status === 404) throw new Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
    return (await readJson<{ data: Data }>(response)).data;
  }

  /** Posts a form to Acme Desk as the app that we are registered as. */
  async function askAcme(path: string, form: Record<string, string>, expected = [200]): Promise<Response> {
    const client = [ours.clientId, ours.clientSecret].map(encodeURIComponent).join(":");
    const response = await fetch(`${issuer}${path}`, {
      method: "POST",
      headers: { authorization: `Basic ${Buffer.from(client).toString("base64")}` },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(TEN_SECONDS),
    });
    if (!expected.includes(response.status)) throw new Error(`Acme Desk answered ${response.status} at ${path}.`);
    return response;
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", origin);
    const call = `${request.method} ${url.pathname}`;
    if (call === "GET /callback") return await finishConnect(url.searchParams);
    // All other calls come through the hub. It alone knows the proxy secret, and it tells us who the user is.
    const { "blink-auth-proxysecret": secret, "blink-auth-userid": userId } = request.headers;
    if (!isSame(String(secret), ours.proxySecret) || typeof userId !== "string") {
      throw new Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
    }
    if (call === `POST /auth/${ours.authId}`) return connect(userId);
    const account = /^DELETE \/linked-accounts\/([^/]+)$/.exec(call)?.[1];
    if (account !== undefined) return await disconnect(userId, decodeURIComponent(account));
    if (call === "POST /tickets") return await fileTicket(userId, await readBody(request));
    throw new Refusal(404, "NOT_FOUND", "There is nothing here.");
  }

  return createServer(async (request, response) => {
    const { status, body } = await answer(request).catch((error: unknown): Answer => {
      if (error instanceof Refusal) return error.answer;
      console.error(error instanceof Error ? error.message : "Something went wrong.");
      const message = "Something went wrong with Acme Desk. Please try again.";
      return request.url?.startsWith("/callback")
        ? page(502, "Nothing was connected", message)
        : { status: 502, body: { code: "EXTERNAL_SERVICE_FAILED", message } };
    });
    const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
    response.writeHead(status, { "content-type": type, "cache-control": "no-store", "referrer-policy": "no-referrer" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

function ok(data: object): Answer {
  return { status: 200, body: { code: "OK", message: "OK", data } };
}

/** A page for the window of the connect. Title and sentence are our own, so nothing here needs escaping. */
function page(status: number, title: string, sentence: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  return { status, body: `<!doctype html><html lang="en">${head}<h1>${title}</h1><p>${sentence}</p></html>` };
}

function needsReconnect(): Refusal {
  return new Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.");
}

function toStore({ access_token, refresh_token, expires_in }: Tokens) {
  return { access_token, refresh_token, expiry: new Date(Date.now() + expires_in * 1000).toISOString() };
}

function withToken(token: string): RequestInit {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return { headers, signal: AbortSignal.timeout(TEN_SECONDS) };
}

async function readJson<Body extends object>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`${new URL(response.url).origin} answered ${response.status}.`);
  return (await response.json()) as Body;
}

async function readBody(request: IncomingMessage): Promise<{ title?: unknown; text?: unknown }> {
  let text = "";
  for await (const chunk of request) {
    text += chunk;
    if (text.length > LARGEST_BODY) throw new Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
  }
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body must be JSON.");
  }
}

/** Compares without telling, by the time it takes, how much was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Reads the settings; what is missing is named. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const need = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`Please set ${name}.`);
    return value;
  };
  return {
    hub: need("JOINERY_HUB"),
    authId: need("JOINERY_AUTH_ID"),
    proxySecret: need("JOINERY_PROXY_SECRET"),
    apiToken: need("JOINERY_API_TOKEN"),
    issuer: need("ACME_ISSUER"),
    clientId: need("ACME_CLIENT_ID"),
    clientSecret: need("ACME_CLIENT_SECRET"),
    origin: `http://localhost:${need("PORT")}`,
  };
}

if (import.meta.main) {
  createPlainIntegration(readSettings(process.env)).listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
}
