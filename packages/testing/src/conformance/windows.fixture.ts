import { challengeOf, randomToken256 } from "@joinery/contract";
import type { IntegrationSettings } from "../start-hub.ts";
import { type Account, deskCaller, hubCaller, stored, type Tokens } from "./desk-calls.fixture.ts";
import type { Has } from "./faults.fixture.ts";

/** What a connect remembers on the server; its cookie names the browser. */
interface Begun {
  user: string;
  flow: string | undefined;
  /** Holds the browser of a verified connect. */
  cookie: string;
  /** PKCE verifier (RFC 7636). */
  pkce: string;
  reconnect?: string | undefined;
  claim?: string;
  tokens?: Tokens | undefined;
}

/** The windows of a connect, plain and verified. */
export interface Windows {
  /** Begins a connect and answers its authorization URL. */
  begin(user: string, flow: string | undefined): Promise<string>;
  /** For whom an account was linked. */
  ownerOf(linkedAccountId: string): string | undefined;
  open(flow: string): Promise<Response>;
  verified(request: Request, query: URLSearchParams): Promise<Response>;
  callback(request: Request, query: URLSearchParams): Promise<Response>;
}

/** Creates the windows of the small integration. */
export function createWindows(settings: IntegrationSettings, has: Has, kind: "plain" | "verified"): Windows {
  const { hub, connectBase, authId, service } = settings;
  const askHub = hubCaller(settings);
  const askDesk = deskCaller(settings);
  const redirectUri = `${connectBase}/connect/callback`;
  const states = new Map<string, Begun>();
  const flows = new Map<string, Begun>();
  let names = 0;

  async function atService(begun: Begun): Promise<string> {
    const random = randomToken256();
    states.set(random, begun);
    const state = has("user-in-state") ? `${begun.user}.${random}` : random;
    const query = new URLSearchParams({
      response_type: "code",
      client_id: service.clientId,
      redirect_uri: redirectUri,
      scope: "openid profile email offline_access tickets:read tickets:write",
      prompt: "consent",
      state,
      code_challenge: await challengeOf(begun.pkce),
      code_challenge_method: "S256",
    });
    return `${service.issuer}/auth?${query}`;
  }

  async function toVerify({ flow, cookie }: Begun, status = 303): Promise<Response> {
    const location = `${hub}/connect/${flow}/verify?challenge=${await challengeOf(cookie)}`;
    const headers = { location, "set-cookie": `desk-${flow}=${cookie}; HttpOnly; SameSite=Lax; Path=/` };
    return new Response(null, { status, headers });
  }

  const isSameBrowser = (request: Request, { flow, cookie }: Begun) =>
    flow === undefined ||
    has("ignores-the-cookie") ||
    (request.headers.get("cookie") ?? "").includes(`desk-${flow}=${cookie}`);

  async function exchange(code: string, pkce: string): Promise<Tokens> {
    const waitMs = has("gives-up-with-a-stack-trace") ? 2_000 : 15_000;
    const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri, code_verifier: pkce };
    const reply = await askDesk("/token", form, waitMs);
    if (has("saves-without-tokens")) return (await reply.json().catch(() => ({}))) as Tokens;
    if (!reply.ok) throw new Error("No tokens.");
    return (await reply.json()) as Tokens;
  }

  async function nameOf({ access_token }: Tokens): Promise<string> {
    const reply = await fetch(`${service.issuer}/userinfo`, { headers: { authorization: `Bearer ${access_token}` } });
    if (!reply.ok) return "unknown";
    const { preferred_username: name } = (await reply.json()) as { preferred_username: string };
    names += 1;
    return has("new-name-each-time") ? `${name}-${names}` : name;
  }

  async function save(begun: Begun, tokens: Tokens): Promise<void> {
    if (has("saves-nothing")) return;
    const path = `/user/${begun.user}/linked-accounts`;
    const name = await nameOf(tokens);
    const fields = { external_account_id: name, ...(tokens.access_token === undefined ? {} : stored(tokens)) };
    const present = await askHub<Account[]>("GET", path);
    if (has("one-account-for-each-person"))
      await forget(present.map((account) => `${path}/${account.linked_account_id}`));
    if (has("one-person-for-each-account")) await forget([taken.get(name)].filter((one) => one !== undefined));
    if (has("reconnect-overwrites") && begun.reconnect !== undefined) {
      await askHub("PATCH", `${path}/${begun.reconnect}`, fields);
      return;
    }
    const { flow, claim } = begun;
    const headers =
      flow === undefined ? {} : { "joinery-flow": flow, "joinery-claim": claim ?? "", "idempotency-key": flow };
    const account = await askHub<Account>("POST", path, { auth_id: authId, ...fields }, headers);
    taken.set(name, `${path}/${account.linked_account_id}`);
    owners.set(account.linked_account_id, begun.user);
  }
  const taken = new Map<string, string>();
  const owners = new Map<string, string>();
  const forget = (paths: readonly string[]) =>
    Promise.all(paths.map((path) => askHub("DELETE", path).catch(() => undefined)));

  /** The rest of a connect whose browser is the right one. */
  async function finish(begun: Begun, code: string): Promise<Response> {
    const { flow } = begun;
    const claim = async () => {
      if (flow !== undefined) begun.claim = (await askHub<{ claim: string }>("POST", `/connect/${flow}/claim`)).claim;
    };
    if (!has("claims-last")) await claim();
    try {
      const known = has("exchanges-first") ? begun.tokens : undefined;
      const tokens = known ?? (await exchange(code, begun.pkce));
      if (has("claims-last")) await claim();
      begun.tokens = tokens;
      await save(begun, tokens).catch(async (error) => {
        const token = tokens.refresh_token ?? "";
        if (!has("keeps-refused-access")) await askDesk("/token/revocation", { token });
        throw error;
      });
    } catch (error) {
      const refusal = { reason: "exchange_failed" };
      const headers: Record<string, string> = begun.claim === undefined ? {} : { "joinery-claim": begun.claim };
      if (flow !== undefined) await askHub("POST", `/connect/${flow}/refuse`, refusal, headers).catch(() => undefined);
      throw error;
    }
    if (!has("token-in-address")) return page(200, "Acme Desk is connected.");
    const location = `${connectBase}/connect/end?access_token=${begun.tokens?.access_token}`;
    return new Response(null, { status: 303, headers: { location } });
  }

  async function refused(begun: Begun): Promise<Response> {
    if (has("links-denied")) {
      await askHub("POST", `/user/${begun.user}/linked-accounts`, { auth_id: authId, external_account_id: "nobody" });
    }
    const path = `/connect/${begun.flow}/refuse`;
    if (begun.flow !== undefined && !has("silent-denial")) await askHub("POST", path, { reason: "access_denied" });
    return page(200, "Nothing was connected.");
  }

  return {
    async begin(user, sent) {
      const flow = kind === "verified" ? sent : undefined;
      const begun = { user, flow, cookie: randomToken256(), pkce: randomToken256() };
      if (flow === undefined) return atService(begun);
      flows.set(flow, begun);
      return `${connectBase}/connect/${flow}`;
    },
    ownerOf: (id) => owners.get(id),
    async open(flow) {
      const begun = flows.get(flow);
      if (begun === undefined) return page(404, "There is nothing here.");
      if (!has("exchanges-first")) return toVerify({ ...begun, cookie: renewCookie(begun) });
      const { cookie } = begun;
      const headers = {
        location: await atService(begun),
        "set-cookie": `desk-${flow}=${cookie}; HttpOnly; SameSite=Lax; Path=/`,
      };
      return new Response(null, { status: 303, headers });
    },
    async verified(request, query) {
      const flow = query.get("flow") ?? "";
      const begun = flows.get(flow);
      if (begun === undefined || !isSameBrowser(request, begun)) return page(400, "Please start again.");
      const redeemed = await askHub<{ user_id: string; reconnect?: { linked_account_id: string } }>(
        "POST",
        `/connect/${flow}/redeem`,
        { code: query.get("code"), verifier: begun.cookie },
      );
      begun.user = redeemed.user_id;
      begun.reconnect = redeemed.reconnect?.linked_account_id;
      if (begun.tokens !== undefined) return finish(begun, "");
      return new Response(null, { status: 303, headers: { location: await atService(begun) } });
    },
    async callback(request, query) {
      const [state = "", named] = (query.get("state") ?? "").split(".").reverse();
      const begun = states.get(state);
      if (begun !== undefined && named !== undefined && has("user-in-state")) begun.user = named;
      if (begun === undefined && has("takes-any-state"))
        await exchange(query.get("code") ?? "", "").catch(() => undefined);
      if (begun === undefined || !isSameBrowser(request, begun)) return page(400, "Please start again.");
      if (!has("claims-last") && !has("keeps-states")) states.delete(state);
      try {
        const code = query.get("code");
        if (code === null) return await refused(begun);
        if (!has("exchanges-first")) return await finish(begun, code);
        begun.tokens = await exchange(code, begun.pkce);
        return await toVerify(begun);
      } catch (error) {
        const isShown = has("shows-stack-traces") || has("gives-up-with-a-stack-trace");
        const { stack = "" } = new Error(String(error));
        return page(502, isShown ? stack : "That did not work. Please try again.");
      }
    },
  };
}

/** A new cookie for each visit. */
function renewCookie(begun: Begun): string {
  begun.cookie = randomToken256();
  return begun.cookie;
}

function page(status: number, words: string): Response {
  const text = words.replaceAll("<", "&lt;");
  return new Response(`<!doctype html><p>${text}</p>`, { status, headers: { "content-type": "text/html" } });
}
