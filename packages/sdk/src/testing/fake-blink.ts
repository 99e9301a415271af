import { API_TOKEN, AUTH_ID } from "./fake-hub.ts";

export const BLINK = "https://api.joinblink.com";

/** What part 1 of the contract lets an integration send; anything else is a part-2 header, or one that Blink never heard of. */
const KNOWN_HEADERS = ["accept", "authorization", "content-type", "if-match"];

export type BlinkAccount = Record<string, unknown> & { linked_account_id: string; user_id: string };

/** Blink in memory, as its published pages have it and nothing more; what goes beyond them is kept in `violations`. */
export function createFakeBlink() {
  const accounts = new Map<string, BlinkAccount>();
  const users = new Map<string, Record<string, unknown>>();
  /** `METHOD /path` of every call, with ids replaced. */
  const calls: string[] = [];
  const bodies: Record<string, unknown>[] = [];
  const violations: string[] = [];
  /** The next call with this method whose path ends like this is answered so; `drop` acts first and loses the answer. */
  const faults: { method: string; ends: string; answer: () => Response | Promise<Response>; acts?: boolean }[] = [];

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    calls.push(`${request.method} ${url.pathname.replaceAll(/[uk]-[\w-]+/g, ":id")}`);
    for (const name of request.headers.keys()) if (!KNOWN_HEADERS.includes(name)) violations.push(`header ${name}`);
    const fault = faults.findIndex(({ method, ends }) => method === request.method && url.pathname.endsWith(ends));
    const [wanted] = fault < 0 ? [] : faults.splice(fault, 1);
    if (wanted && !wanted.acts) return wanted.answer();
    if (request.headers.get("authorization") !== `Bearer ${API_TOKEN}`) return refuse(401);
    const answer = await route(request, url);
    return wanted ? wanted.answer() : answer;
  }

  async function route(request: Request, url: URL): Promise<Response> {
    const text = await request.text();
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    if (text !== "") bodies.push(body);
    if (request.method === "GET" && url.pathname === "/v2/user") {
      const wanted = url.searchParams.get("userId");
      return ok([...users.values()].filter(({ id }) => wanted === null || id === wanted));
    }
    const bare = accounts.get(/^\/v2\/linked-accounts\/([^/]+)$/.exec(url.pathname)?.[1] ?? "");
    if (bare) return answerFor(request, bare, body);
    const [, userId, accountId] = /^\/v2\/user\/([^/]+)\/linked-accounts(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
    if (userId === undefined) {
      violations.push(`path ${request.method} ${url.pathname}`);
      return refuse(404);
    }
    if (accountId === undefined) return request.method === "POST" ? ok(save(userId, body)) : ok(listOf(userId));
    const account = accounts.get(accountId);
    return account?.user_id === userId ? answerFor(request, account, body) : refuse(404);
  }

  function answerFor(request: Request, account: BlinkAccount, body: object): Response {
    const { linked_account_id: id } = account;
    if (request.method === "DELETE") {
      if (Object.keys(body).length > 0) violations.push("body of DELETE");
      accounts.delete(id);
    }
    if (request.method === "PATCH") accounts.set(id, { ...account, ...body });
    return ok(accounts.get(id) ?? null);
  }

  const listOf = (userId: string) => [...accounts.values()].filter(({ user_id }) => user_id === userId);

  function save(userId: string, body: Record<string, unknown>): BlinkAccount {
    const account = { ...body, linked_account_id: `k-${crypto.randomUUID()}`, user_id: userId };
    accounts.set(account.linked_account_id, account);
    return account;
  }

  return {
    handle,
    accounts,
    users,
    calls,
    bodies,
    violations,
    faults,
    addAccount: (userId: string, body: object) =>
      save(userId, { auth_id: AUTH_ID, external_account_id: "john.doe", ...body }),
  };
}

export type FakeBlink = ReturnType<typeof createFakeBlink>;

const ok = (data: unknown) => Response.json({ code: "OK", message: "OK", data });
const refuse = (status: number) => Response.json({ code: "SOMETHING", message: "No." }, { status });
