import { randomToken256 } from "@joinery/contract";
import { httpTarget } from "../target/http-target.ts";
import type { Target } from "../target/target.ts";

export const SECRET = "right-Secret-of-the-proxy-0123456789";
export const API_TOKEN = "api-Token-of-the-integration-98765";
const BASE = "http://127.0.0.1:3999/base";
const AUTH_ID = "t-right";

/** A request as the integration sees it; header names as they were sent. */
export interface Call {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Everything about the integration that can be wrong, each as small as it can be. */
export interface Habits {
  header(call: Call, name: string): string | undefined;
  isSecret(given: string | undefined, secret: string): boolean;
  userOf(call: Call): string | undefined;
  address(user: string, count: number): string;
  envelope(url: string): unknown;
  connect(call: Call, url: string): Response | Promise<Response>;
  isAuthPath(path: string): boolean;
  remove(call: Call, account: string): Response | Promise<Response>;
  /** Whether Disconnect checks the secret. */
  guardsRemoval: boolean;
  refuse(call: Call, status: number): Response;
  unknown(call: Call): Response;
}

export function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
}

export function page(status: number): Response {
  return new Response("<!doctype html><h1>A page</h1>", { status, headers: { "content-type": "text/html" } });
}

const CORRECT: Habits = {
  header: ({ headers }, name) => new Headers(headers).get(name) ?? undefined,
  isSecret: (given, secret) => given === secret,
  userOf: (call) => CORRECT.header(call, "blink-auth-userid") || undefined,
  address: () => `https://desk.example/authorize?client_id=right&state=${randomToken256()}`,
  envelope: (url) => ({ code: "OK", message: "OK", data: { authorization_url: url } }),
  connect() {
    throw new Error("set below");
  },
  isAuthPath: (path) => path === `/auth/${AUTH_ID}`,
  remove: () => json(404, { code: "LINKED_ACCOUNT_NOT_FOUND" }),
  guardsRemoval: true,
  refuse: (_call, status) => json(status, { code: "REFUSED", message: "No." }),
  unknown: () => json(404, { code: "NOT_FOUND", message: "There is nothing here." }),
};

/** A correct integration in a few lines, with the habits that a test gives it instead. */
export function smallIntegration(change: Partial<Habits> = {}): Target {
  const habits: Habits = { ...CORRECT, connect: (_call, url) => json(200, habits.envelope(url)), ...change };
  let count = 0;

  async function answer(call: Call): Promise<Response> {
    const { method, path } = call;
    const isSecret = habits.isSecret(habits.header(call, "blink-auth-proxysecret"), SECRET);
    const account = /^\/linked-accounts\/([^/]+)$/.exec(path)?.[1];
    const isRemoval = method === "DELETE" && account !== undefined;
    if (!isSecret && (habits.guardsRemoval || !isRemoval)) return habits.refuse(call, 401);
    if (isRemoval) return habits.remove(call, account);
    if (method !== "POST" || !habits.isAuthPath(path)) return habits.unknown(call);
    const user = habits.userOf(call);
    if (user === undefined) return habits.refuse(call, 400);
    count += 1;
    return habits.connect(call, habits.address(user, count));
  }

  return httpTarget({
    url: BASE,
    serviceId: "l-right",
    authId: AUTH_ID,
    proxySecret: SECRET,
    otherSecrets: [API_TOKEN],
    fetch: async (input, init) => answer(callOf(String(input), init)),
  });
}

function callOf(address: string, init: RequestInit = {}): Call {
  const url = new URL(address);
  return {
    method: init.method ?? "GET",
    path: url.pathname.replace(/^\/base/, ""),
    query: url.searchParams,
    headers: { ...(init.headers as Record<string, string> | undefined) },
    body: String(init.body ?? ""),
  };
}
