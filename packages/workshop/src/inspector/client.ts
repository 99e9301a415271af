import type { Workshop } from "@joinery/contract/workshop";

/** Where a workshop is, as `.joinery/dev.json` says it. */
export interface WorkshopClientOptions {
  /** For example `http://127.0.0.1:4004`. */
  url: string;
  /** The control token. */
  token: string;
  fetch?: typeof globalThis.fetch;
}

type Query = Readonly<Record<string, string | undefined>>;

/** Uses a workshop in another process as if it were in this one. Runs wherever `fetch` does. */
export function createWorkshopClient({ url, token, fetch = globalThis.fetch }: WorkshopClientOptions): Workshop {
  const base = url.replace(/\/+$/, "");

  async function ask<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const reply = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, accept: "application/json", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error(`The workshop at ${base} does not answer. Start it with \`joinery dev\`.`, { cause });
    });
    if (!reply.ok) throw new Error(await sentenceOf(reply));
    return (reply.status === 204 ? undefined : await reply.json()) as Answer;
  }
  const get = <Answer>(path: string, query: Query = {}) => ask<Answer>("GET", `${path}${queryOf(query)}`);
  const post = <Answer>(path: string, body: unknown = {}) => ask<Answer>("POST", path, body);

  return {
    describe: () => get("/api/workshop"),
    connect: (request) => post("/api/connect", request),
    disconnect: (user, linkedAccountId) => post("/api/disconnect", { user, linked_account_id: linkedAccountId }),
    finishDisconnects: (user) => post("/api/disconnect/finish", { user }),
    fileTicket: (user, ticket) => post("/api/tickets", { user, ...ticket }),
    accounts: (user) => get("/api/accounts", { user }),
    send: (request) => post("/api/send", request),
    liveGrants: (account) => get("/api/grants", { account }),
    ledger: (query = {}) => get("/api/ledger", query),
    setFault: (fault, on) => ask("PUT", `/api/faults/${fault}`, { on }),
    clearFaults: () => ask("DELETE", "/api/faults"),
    exchanges: (query = {}) => get("/api/exchanges", query),
    sendAgain: (id) => post(`/api/exchanges/${encodeURIComponent(id)}/again`),
    exportFlow: (flow) => get(`/api/flows/${encodeURIComponent(flow)}/file`),
    replayFlow: (file) => post("/api/replay", file),
  };
}

function queryOf(query: Query): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return given.length === 0 ? "" : `?${new URLSearchParams(given)}`;
}

interface Refusal {
  message?: string;
  errors?: readonly { path: string; message: string }[];
}

async function sentenceOf(reply: Response): Promise<string> {
  const { message, errors = [] } = (await reply.json().catch(() => ({}))) as Refusal;
  const sentence = message ?? `The workshop answered with status ${reply.status}.`;
  const fields = errors.map(({ path, message: expectation }) => `${path === "" ? "the body" : path} ${expectation}`);
  return fields.length === 0 ? sentence : `${sentence} (${fields.join("; ")})`;
}
