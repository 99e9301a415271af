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
import { type Answer, ok, page, Refusal, readBody, send, type Ticket } from "./answers.ts";
import {
  type Account,
  acmeClient,
  hubClient,
  type Person,
  readJson,
  type Tokens,
  toStore,
  withToken,
} from "./outgoing.ts";
import { readSettings, type Settings } from "./settings.ts";

const TEN_MINUTES = 10 * 60_000;
const TEN_SECONDS = 10_000;

/** Creates the integration as a server of `node:http`; the caller lets it listen. */
export function createPlainIntegration(settings: Settings): Server {
  const { issuer, origin, authId, clientId, proxySecret } = settings;
  const callHub = hubClient(settings);
  const askAcme = acmeClient(settings);
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
      client_id: clientId,
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
    try {
      const person = await readJson<Person>(await fetch(`${issuer}/userinfo`, withToken(tokens.access_token)));
      await callHub("POST", flow.userId, "", {
        auth_id: authId,
        external_account_id: person.preferred_username, // what people see at the top of the account page
        additional_info: person.email,
        ...toStore(tokens),
      });
    } catch (error) {
      // Nothing was stored, so nobody could ever disconnect it: we give the access back.
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
  async function fileTicket(userId: string, ticket: Ticket): Promise<Answer> {
    const accounts = await callHub<Account[]>("GET", userId, `?auth_id=${encodeURIComponent(authId)}`);
    if (accounts.length === 0) throw new Refusal(409, "NOT_CONNECTED", "Please connect Acme Desk first.");
    const named = accounts.filter(({ linked_account_id: id }) => id === (ticket.linked_account_id ?? id));
    if (named.length === 0) throw new Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
    const account = named.find((candidate) => !candidate.requires_reauthentication);
    if (account === undefined) throw needsReconnect();
    const file = (token: string) =>
      fetch(`${issuer}/api/tickets`, {
        method: "POST",
        body: JSON.stringify({ title: ticket.title, text: ticket.text }),
        ...withToken(token),
      });
    const isExpired = account.expiry !== null && Date.parse(account.expiry) < Date.now() + TEN_SECONDS;
    let response = await file(isExpired ? await renew(userId, account) : account.access_token);
    if (response.status === 401 && !isExpired) response = await file(await renew(userId, account));
    if (response.status === 400) throw new Refusal(400, "BAD_REQUEST", "A ticket needs a title.");
    return { ...ok(await readJson(response)), status: 201 };
  }

  /** Gets a new access token. However many calls need one at the same time, they share one refresh. */
  async function renew(userId: string, account: Account): Promise<string> {
    const id = account.linked_account_id;
    const running = refreshing.get(id) ?? refresh(userId, account).finally(() => refreshing.delete(id));
    refreshing.set(id, running);
    return await running;
  }

  async function refresh(userId: string, stale: Account): Promise<string> {
    const path = `/${encodeURIComponent(stale.linked_account_id)}`;
    const account = await callHub<Account>("GET", userId, path);
    if (account.access_token !== stale.access_token) return account.access_token; // refreshed since we read it
    const form = { grant_type: "refresh_token", refresh_token: account.refresh_token ?? "" };
    const response = await askAcme("/token", form, [200, 400]);
    const tokens = (await response.json()) as Tokens & { error?: string };
    if (tokens.error === "invalid_grant") throw await askToConnectAgain(userId, account);
    if (!response.ok) throw new Error("Acme Desk did not refresh the token.");
    try {
      await callHub("PATCH", userId, path, toStore(tokens));
    } catch (error) {
      // The account is being disconnected: what was renewed meanwhile must not outlive it.
      await askAcme("/token/revocation", { token: tokens.refresh_token ?? tokens.access_token });
      throw error;
    }
    return tokens.access_token;
  }

  /** Acme Desk has ended the access: the hub shows the user that only connecting again helps. */
  async function askToConnectAgain(userId: string, account: Account): Promise<Refusal> {
    const path = `/${encodeURIComponent(account.linked_account_id)}`;
    await callHub("PATCH", userId, path, { requires_reauthentication: true });
    return needsReconnect();
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", origin);
    const call = `${request.method} ${url.pathname}`;
    if (call === "GET /callback") return await finishConnect(url.searchParams);
    // All other calls come through the hub. It alone knows the proxy secret, and it tells us who the user is.
    const { "blink-auth-proxysecret": secret, "blink-auth-userid": userId } = request.headers;
    if (!isSame(String(secret), proxySecret) || typeof userId !== "string") {
      throw new Refusal(401, "UNAUTHENTICATED", "This address answers to the hub only.");
    }
    if (call === `POST /auth/${authId}`) return connect(userId);
    const account = /^DELETE \/linked-accounts\/([^/]+)$/.exec(call)?.[1];
    if (account !== undefined) return await disconnect(userId, decodeURIComponent(account));
    if (call === "POST /tickets") return await fileTicket(userId, await readBody(request));
    throw new Refusal(404, "NOT_FOUND", "There is nothing here.");
  }

  return createServer(async (request, response) => {
    try {
      send(response, await answer(request));
    } catch (error) {
      send(response, explain(error, request.url ?? ""));
    }
  });
}

function explain(error: unknown, path: string): Answer {
  if (error instanceof Refusal) return error.answer;
  console.error(error instanceof Error ? error.message : "Something went wrong.");
  const message = "Something went wrong with Acme Desk. Please try again.";
  if (path.startsWith("/callback")) return page(502, "Nothing was connected", message);
  return { status: 502, body: { code: "EXTERNAL_SERVICE_FAILED", message } };
}

function needsReconnect(): Refusal {
  return new Refusal(409, "NEEDS_RECONNECT", "Acme Desk wants you to connect again.");
}

/** Compares without telling, by the time it takes, how much was right. */
function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

if (import.meta.main) {
  createPlainIntegration(readSettings(process.env)).listen(Number(process.env.PORT), process.env.HOST ?? "127.0.0.1");
}
