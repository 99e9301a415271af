import { createFormBrowser, type FormBrowser } from "../external-service/form-browser.ts";

/** An answer of the hub to its own page: data, or the refusal that the page would show. */
export interface HubAnswer {
  status: number;
  data: unknown;
  problem: { code: string; sentence: string } | null;
}

/** A person who is signed in to the hub. */
export interface Visitor {
  userId: string;
  /** Asks the hub as its own pages do. */
  ask(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<HubAnswer>;
  /** The same, byte for byte. */
  fetch(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** Opens a new browser that shares the session and nothing else. */
  openBrowser(stopAt?: (url: URL) => boolean): FormBrowser;
}

/** Signs a person in with the development sign-in, which exists on loopback only. */
export async function signIn(hub: string, userId: string): Promise<Visitor> {
  const origin = new URL(hub).origin;
  let cookie = "";

  const visit: Visitor["fetch"] = (method, path, body, headers = {}) =>
    fetch(`${origin}${path}`, {
      method,
      redirect: "manual",
      headers: {
        accept: "application/json",
        origin,
        "sec-fetch-site": "same-origin",
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  const signedIn = await visit("POST", "/api/sign-in/development", { user_id: userId });
  if (!signedIn.ok) throw new Error(`The hub's development sign-in answered ${signedIn.status}.`);
  cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";

  return {
    userId,
    fetch: visit,
    async ask(method, path, body, headers) {
      return readAnswer(await visit(method, path, body, headers));
    },
    openBrowser(stopAt) {
      const browser = createFormBrowser(stopAt === undefined ? {} : { stopAt });
      browser.keep(new URL(origin), cookie);
      return browser;
    },
  };
}

async function readAnswer(reply: Response): Promise<HubAnswer> {
  const body = (await reply.json().catch(() => ({}))) as { data?: unknown; code?: string; message?: string };
  const isRefusal = !reply.ok;
  return {
    status: reply.status,
    data: body.data ?? null,
    problem: isRefusal ? { code: body.code ?? "UNKNOWN", sentence: body.message ?? "" } : null,
  };
}
