import {
  addLinkedAccountBody,
  challengeOf,
  type FlowState,
  HEADERS,
  JWKS_PATH,
  LEASE_LIMITS,
  type LinkedAccount,
  newId,
  ok,
  Problem,
  type ProblemCode,
  randomToken256,
  redeemBody,
  refuseBody,
  releaseBody,
  revocationReport,
  toRefusalBody,
  updateLinkedAccountBody,
} from "@joinery/contract";
import { exportJWK, generateKeyPair } from "jose";
import { ZodError } from "zod";
import { type CallToSign, signCall } from "./signed-request.ts";

export const HUB = "https://hub.example";
export const SERVICE_ID = "l-00000000-0000-4000-8000-000000000001";
export const AUTH_ID = "t-00000000-0000-4000-8000-000000000001";
export const API_TOKEN = "canary-api-token-0123456789";
export const PROXY_SECRET = "canary-proxy-secret-0123456789";

interface FakeFlow {
  userId: string;
  state: FlowState;
  challenge: string;
  code: string;
  claim: string;
  reason: string | null;
  reconnect?: { linked_account_id: string; external_account_id: string };
}

/** A hub in memory: the API for integrations, flows, and a hand that signs what it would send. */
export async function createFakeHub(now: () => Date) {
  const keys = await generateKeyPair("ES256", { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "hub-1", alg: "ES256", use: "sig" }] };
  const flows = new Map<string, FakeFlow>();
  const accounts = new Map<string, LinkedAccount>();
  const reports: unknown[] = [];
  /** The newest lease of each account; one that was given back or written under has no `until`. */
  const leases = new Map<string, { lease: string; until: number | undefined; lost: boolean }>();
  /** `METHOD /path` of every API call, with ids replaced. */
  const calls: string[] = [];
  /**
   * The next API calls whose path ends like this answer that instead; `drop` acts and loses the answer, `late` acts and lets
   * something happen before it answers.
   */
  const faults: {
    ends: string;
    method: string;
    code: ProblemCode | "unreachable" | "drop" | "late";
    late?: () => void;
  }[] = [];

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === JWKS_PATH) return Response.json(jwks);
    const fault = faults.findIndex(({ ends, method }) => method === request.method && url.pathname.endsWith(ends));
    const [wanted] = fault < 0 ? [] : faults.splice(fault, 1);
    calls.push(`${request.method} ${url.pathname.replaceAll(/[fuk]-[0-9a-f-]{36}/g, ":id")}`);
    if (wanted?.code === "unreachable") throw new TypeError("fetch failed");
    try {
      if (wanted && wanted.code !== "drop" && wanted.code !== "late") throw new Problem(wanted.code);
      if (request.headers.get("authorization") !== `Bearer ${API_TOKEN}`) throw new Problem("UNAUTHENTICATED");
      const data = await answer(request, url);
      if (wanted?.code === "drop") throw new TypeError("fetch failed");
      wanted?.late?.();
      const isPending = data instanceof Object && "state" in data && data.state === "pending";
      return Response.json(ok(data), { status: isPending ? 202 : 200 });
    } catch (cause) {
      const error = cause instanceof ZodError ? new Problem("BAD_REQUEST", { cause }) : cause;
      if (!(error instanceof Problem)) throw error;
      return Response.json(toRefusalBody(error, "hub-request-1"), { status: error.status });
    }
  }

  async function answer(request: Request, url: URL): Promise<unknown> {
    const [, , , user = "", kind = "", accountId] = url.pathname.split("/");
    const text = await request.text();
    const body: unknown = text === "" ? {} : JSON.parse(text);
    if (url.pathname.startsWith("/v2/connect/")) return connectStep(user, kind, body);
    if (url.pathname === "/v2/user") return url.searchParams.get("page") === "2" ? [] : [fakeUser];
    if (accountId === undefined && request.method === "GET")
      return [...accounts.values()].filter((a) => a.user_id === user);
    if (accountId === undefined) return save(user, body, request.headers);
    const account = accounts.get(accountId);
    if (!account || account.user_id !== user) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if (url.pathname.endsWith("/lease")) return answerLease(request, account, body);
    if (request.method === "PATCH") return patch(account, body, request.headers);
    if (request.method === "DELETE") {
      reports.push(revocationReport.parse(body));
      accounts.delete(accountId);
    }
    return account;
  }

  function connectStep(id: string, step: string, body: unknown) {
    const flow = flows.get(id);
    if (!flow) throw new Problem("FLOW_NOT_FOUND");
    if (step === "redeem") return redeem(id, flow, body);
    if (step === "claim") {
      if (flow.state === "claimed") throw new Problem("FLOW_CLAIMED");
      requireState(flow, "redeemed");
      flow.state = "claimed";
      return { claim: flow.claim };
    }
    const { reason, claim } = refuseBody.parse(body);
    if (["completed", "burned", "refused", "expired"].includes(flow.state)) throw ended(flow);
    if (flow.state === "claimed" && claim !== flow.claim) throw new Problem("FLOW_CLAIMED");
    flow.state = reason === "browser_mismatch" ? "burned" : "refused";
    flow.reason = reason;
    return {};
  }

  async function redeem(id: string, flow: FakeFlow, body: unknown) {
    const { code, verifier } = redeemBody.parse(body);
    const challenge = await challengeOf(verifier);
    requireState(flow, "verified");
    if (code !== flow.code || challenge !== flow.challenge) {
      flow.state = "burned";
      throw new Problem("FLOW_BURNED");
    }
    flow.state = "redeemed";
    const { userId, reconnect } = flow;
    return { flow: id, auth_id: AUTH_ID, user_id: userId, display_name: null, ...(reconnect ? { reconnect } : {}) };
  }

  function requireState(flow: FakeFlow, state: FlowState): void {
    if (flow.state !== state) throw ended(flow);
  }

  function ended({ state }: FakeFlow): Problem {
    const codes: Partial<Record<FlowState, ProblemCode>> = {
      burned: "FLOW_BURNED",
      refused: "FLOW_REFUSED",
      expired: "FLOW_EXPIRED",
      completed: "FLOW_COMPLETED",
      claimed: "FLOW_CLAIMED",
    };
    return new Problem(codes[state] ?? "FLOW_OUT_OF_ORDER");
  }

  function save(userId: string, body: unknown, headers: Headers): LinkedAccount {
    const id = headers.get(HEADERS.flow) ?? "";
    const flow = flows.get(id);
    const known = headers.get(HEADERS.idempotencyKey) === id && flow?.state === "completed";
    if (!flow || (!known && flow.state !== "claimed")) throw new Problem("FLOW_OUT_OF_ORDER");
    if (headers.get(HEADERS.claim) !== flow.claim || flow.userId !== userId) throw new Problem("CLAIM_WRONG");
    const earlier = known ? [...accounts.values()].find(({ user_id }) => user_id === userId) : undefined;
    if (earlier) return earlier;
    const { external_subject: subject } = addLinkedAccountBody.parse(body);
    flow.state = "completed";
    const sameOne = [...accounts.values()].find((each) => each.user_id === userId && each.external_subject === subject);
    return sameOne ? change(sameOne, body, null) : addAccount(userId, body);
  }

  function addAccount(userId: string, body: unknown): LinkedAccount {
    const at = now().toISOString();
    const account: LinkedAccount = {
      ...emptyAccount,
      ...withoutUndefined(addLinkedAccountBody.parse(body)),
      linked_account_id: newId("linkedAccount"),
      user_id: userId,
      created_at: at,
      updated_at: at,
    };
    accounts.set(account.linked_account_id, account);
    return account;
  }

  function change(account: LinkedAccount, body: unknown, ifMatch: string | null): LinkedAccount {
    if (ifMatch !== null && ifMatch !== `"${account.version}"`) throw new Problem("VERSION_MISMATCH");
    const changes = withoutUndefined(updateLinkedAccountBody.parse(body));
    const changed = { ...account, ...changes, version: account.version + 1, updated_at: now().toISOString() };
    accounts.set(account.linked_account_id, changed);
    return changed;
  }

  /** One lease at a time, as the hub has it (contract 2.4). */
  function answerLease(request: Request, account: LinkedAccount, body: unknown) {
    const { linked_account_id: id } = account;
    const newest = leases.get(id);
    if (request.method === "DELETE") {
      if (newest?.lease !== request.headers.get(HEADERS.lease)) throw new Problem("LEASE_SUPERSEDED");
      const { outcome } = releaseBody.parse(body);
      leases.set(id, { ...newest, until: undefined, lost: newest.lost || outcome === "unknown" });
      return {};
    }
    if (account.state === "disconnecting") throw new Problem("DISCONNECT_IN_PROGRESS");
    if (newest?.until !== undefined && newest.until > now().getTime()) throw new Problem("LEASE_HELD");
    const taken = { lease: randomToken256(), until: now().getTime() + LEASE_LIMITS.leaseSeconds * 1_000 };
    leases.set(id, { ...taken, lost: newest?.lost === true || newest?.until !== undefined });
    return { lease: taken.lease, lease_until: new Date(taken.until).toISOString(), account };
  }

  function patch(account: LinkedAccount, body: unknown, headers: Headers): LinkedAccount {
    const { linked_account_id: id } = account;
    const [lease, newest] = [headers.get(HEADERS.lease), leases.get(id)];
    if (lease === null) return change(account, body, headers.get("if-match"));
    if (newest?.lease !== lease) throw new Problem("LEASE_SUPERSEDED");
    const { access_token } = updateLinkedAccountBody.parse(body);
    if (access_token) leases.set(id, { lease, until: undefined, lost: false });
    return change(account, body, null);
  }

  return {
    handle,
    flows,
    accounts,
    leases,
    reports,
    calls,
    faults,
    addAccount: (userId: string, body: object) =>
      addAccount(userId, { auth_id: AUTH_ID, external_account_id: "ada", ...body }),
    startFlow(userId: string, reconnect?: FakeFlow["reconnect"]): string {
      const id = newId("flow");
      const secrets = { code: randomToken256(), claim: randomToken256(), challenge: "" };
      flows.set(id, { userId, state: "created", reason: null, ...secrets, ...(reconnect ? { reconnect } : {}) });
      return id;
    },
    /** What the hub does when the starter's own browser arrives at `verify`; returns where it sends the browser. */
    verify(location: string, connectBase: string): string {
      const url = new URL(location);
      const id = url.pathname.split("/")[2] ?? "";
      const flow = flows.get(id);
      if (!flow) throw new Error("no such flow");
      Object.assign(flow, { state: "verified", challenge: url.searchParams.get("challenge") ?? "" });
      return `${connectBase}/connect/verified?flow=${id}&code=${flow.code}`;
    },
    /** A request as the hub would send it, signed; `tamper` changes what the assertion says. */
    sign: (call: Omit<CallToSign, "key" | "now">) => signCall({ key: keys.privateKey, now: now(), ...call }),
  };
}

export type FakeHub = Awaited<ReturnType<typeof createFakeHub>>;

const emptyAccount: Omit<LinkedAccount, "linked_account_id" | "user_id" | "created_at" | "updated_at"> = {
  auth_id: AUTH_ID,
  external_account_id: "",
  external_subject: null,
  display_name: null,
  avatar_url: null,
  additional_info: null,
  scopes: [],
  access_token: null,
  refresh_token: null,
  expiry: null,
  requires_reauthentication: false,
  state: "active",
  verified: true,
  version: 1,
};

const fakeUser = {
  id: "u-00000000-0000-4000-8000-00000000000a",
  employee_id: null,
  email: null,
  company_name: null,
  first_name: null,
  second_name: null,
  display_name: "Ada Lovelace",
  initials: null,
  job_title: null,
  profile_photo_id: null,
  timezone: null,
  manager_id: null,
  department_name: null,
  account_status: null,
};

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Defined<T>;
}
