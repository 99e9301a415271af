import type { FetchServer } from "../serve-integration.ts";
import type { IntegrationSettings } from "../start-hub.ts";
import { type Account, deskCaller, hubCaller, Refused, stored, type Tokens } from "./desk-calls.fixture.ts";
import type { DeskFault, Has } from "./faults.fixture.ts";
import { createWindows, type Windows } from "./windows.fixture.ts";

/** An integration that is correct but for one fault, small enough to see that it is only one. */
export function smallDesk(settings: IntegrationSettings, kind: "plain" | "verified", fault?: DeskFault): FetchServer {
  const has: Has = (name) => name === fault;
  const windows = createWindows(settings, has, kind);
  const calls = createHubCalls(settings, has, windows, kind === "verified" && !has("connects-without-flow"));
  return {
    async fetch(request) {
      const url = new URL(request.url);
      try {
        return await (url.pathname.startsWith("/connect/")
          ? answerBrowser(windows, request, url)
          : calls(request, url));
      } catch (error) {
        if (error instanceof Refused && error.status < 500) return json(error.status, { code: "REFUSED" });
        return json(502, { code: "EXTERNAL_SERVICE_FAILED" });
      }
    },
  };
}

function answerBrowser(windows: Windows, request: Request, { pathname, searchParams }: URL): Promise<Response> {
  if (pathname === "/connect/callback") return windows.callback(request, searchParams);
  if (pathname === "/connect/verified") return windows.verified(request, searchParams);
  return windows.open(pathname.slice("/connect/".length));
}

interface Ticket {
  title?: string;
  linked_account_id?: string;
}

/** What comes from the hub: Connect, Disconnect, and tickets. */
function createHubCalls(settings: IntegrationSettings, has: Has, windows: Windows, needsFlow: boolean) {
  const askHub = hubCaller(settings);
  const askDesk = deskCaller(settings);
  const removed = new Set<string>();
  const refreshing = new Map<string, Promise<string>>();
  const accountsOf = (user: string) => `/user/${user}/linked-accounts`;

  async function revoke(account: Account): Promise<void> {
    const waitMs = has("stops-waiting-and-acknowledges") ? 2_000 : 8_000;
    const reply = await askDesk("/token/revocation", { token: account.refresh_token ?? "" }, waitMs);
    if (!reply.ok) throw new Refused(502);
  }

  async function remove(named: string, id: string): Promise<Response> {
    const user = has("delete-for-anybody") ? (windows.ownerOf(id) ?? named) : named;
    const path = `${accountsOf(user)}/${id}`;
    if (has("fails-when-repeated") && removed.has(id)) throw new Error("It is not there any more.");
    removed.add(id);
    const account = await askHub<Account>("GET", path);
    if (has("never-revokes")) {
      await askHub("DELETE", path);
      return json(200, {});
    }
    if (has("says-revoked")) {
      await askHub("DELETE", path);
      return json(200, { revocation: "revoked" });
    }
    if (has("deletes-first")) {
      await askHub("DELETE", path);
      await revoke(account);
      return json(200, {});
    }
    const all = has("revokes-everything") ? await askHub<Account[]>("GET", accountsOf(user)) : [account];
    for (const each of all.length === 0 ? [account] : [...all, account]) {
      await revoke(each).catch((error) => {
        if (!has("acknowledges-anyway") && !has("stops-waiting-and-acknowledges")) throw error;
      });
    }
    await askHub("DELETE", path);
    return has("never-acknowledges") ? json(500, {}) : json(200, {});
  }

  async function refresh(user: string, account: Account): Promise<string> {
    const path = `${accountsOf(user)}/${account.linked_account_id}`;
    const now = has("refreshes-each") ? account : await askHub<Account>("GET", path);
    if (now.access_token !== account.access_token) return now.access_token ?? "";
    const form = { grant_type: "refresh_token", refresh_token: now.refresh_token ?? "" };
    try {
      const reply = await askDesk("/token", form, has("asks-again-when-slow") ? 2_000 : 20_000);
      const tokens = (await reply.json()) as Tokens & { error?: string };
      if (tokens.error === "invalid_grant") throw new Refused(409);
      if (!reply.ok) throw new Refused(502);
      const { refresh_token, ...others } = stored(tokens);
      await askHub("PATCH", path, has("forgets-rotated") ? others : { ...others, refresh_token });
      return tokens.access_token;
    } catch (error) {
      const isLost = error instanceof Refused && error.status === 409;
      const asks = isLost ? !has("keeps-silent") : has("asks-again-for-anything") || has("asks-again-when-slow");
      if (asks) await askHub("PATCH", path, { requires_reauthentication: true });
      throw error;
    }
  }

  function renew(user: string, account: Account): Promise<string> {
    const id = has("one-refresh-for-all") ? "all" : account.linked_account_id;
    const running = refreshing.get(id);
    if (running !== undefined && !has("refreshes-each")) return running;
    const started = refresh(user, account).finally(() => refreshing.delete(id));
    refreshing.set(id, started);
    return started;
  }

  async function fileTicket(user: string, body: Ticket): Promise<Response> {
    const accounts = await askHub<Account[]>("GET", accountsOf(user));
    if (has("files-nothing")) return json(201, {});
    const { linked_account_id: wanted } = body;
    const account = accounts.find(({ linked_account_id: id }) => wanted === undefined || id === wanted);
    if (account === undefined || account.requires_reauthentication) return json(409, { code: "NEEDS_RECONNECT" });
    const file = (token: string | null) =>
      fetch(`${settings.service.issuer}/api/tickets`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({ title: body.title }),
      });
    let reply = await file(account.access_token);
    if (reply.status === 401 && !has("never-refreshes")) reply = await file(await renew(user, account));
    if (reply.status >= 500 && has("asks-again-for-anything")) {
      await askHub("PATCH", `${accountsOf(user)}/${account.linked_account_id}`, { requires_reauthentication: true });
    }
    if (has("shows-headers") && reply.status >= 500) {
      return json(502, { message: `Failed with authorization: Bearer ${account.access_token}` });
    }
    return reply.status === 201 || has("claims-success") ? json(201, {}) : json(reply.status === 403 ? 403 : 502, {});
  }

  return async (request: Request, url: URL): Promise<Response> => {
    const id = /^\/linked-accounts\/([^/]+)$/.exec(url.pathname)?.[1];
    const isRemoval = request.method === "DELETE" && id !== undefined;
    const isHub = request.headers.get("blink-auth-proxysecret") === settings.proxySecret;
    if (!isHub && !(isRemoval && has("delete-without-secret"))) return json(401, { code: "UNAUTHENTICATED" });
    const header = request.headers.get("blink-auth-userid");
    if (header === null) return json(400, { code: "NO_USER" });
    const user = has("user-from-query") ? (url.searchParams.get("user_id") ?? header) : header;
    if (isRemoval) {
      return remove(user, id).catch((error) => {
        removed.delete(id);
        throw error;
      });
    }
    if (request.method === "POST" && url.pathname === "/tickets")
      return fileTicket(user, (await request.json()) as Ticket);
    if (request.method !== "POST" || url.pathname !== `/auth/${settings.authId}`)
      return json(404, { code: "NOT_FOUND" });
    if (has("wants-any-signature") && !request.headers.has("joinery-assertion")) return json(401, {});
    const flow = request.headers.get("joinery-flow") ?? undefined;
    if (flow === undefined && needsFlow) return json(409, { code: "FLOW_REQUIRED" });
    const authorization_url = await windows.begin(user, flow);
    return json(200, { code: "OK", message: "OK", data: { authorization_url } });
  };
}

function json(status: number, body: unknown): Response {
  return Response.json(body, { status });
}
