import type { KoaContextWithOIDC, Provider } from "oidc-provider";
import { BodyTooLarge, readBody } from "./forms.ts";
import type { Ledger } from "./ledger.ts";
import { findPersonBySubject, type Person } from "./people.ts";
import type { Route } from "./router.ts";
import type { Ticket, Tickets } from "./tickets.ts";

const TITLE_LIMIT = 200;
const TEXT_LIMIT = 5_000;

/** What the ticket API needs. */
export interface TicketApiDeps {
  provider: Provider;
  ledger: Ledger;
  tickets: Tickets;
  issuer: string;
}

/** Whose token it is, and who uses it. */
interface Caller {
  person: Person;
  clientId: string;
  clientName: string;
  grantId: string;
}

/** A refusal of the API, as RFC 6750 and RFC 6749 spell them. */
interface Refusal {
  status: number;
  error?: string;
  description: string;
  scope?: string;
}

type Answer = { status: number; body: unknown };

/** The API that apps call with a person's access token: list tickets, file one. */
export function ticketApiRoutes(deps: TicketApiDeps): Route[] {
  const list = (_ctx: KoaContextWithOIDC, caller: Caller): Answer => ({
    status: 200,
    body: { tickets: deps.tickets.list(caller.person.username).map((ticket) => present(deps, ticket)) },
  });
  const file = async (ctx: KoaContextWithOIDC, caller: Caller): Promise<Answer | Refusal> => {
    const fields = parseTicket(await readBody(ctx));
    if (fields === undefined) {
      const description = `Send {"title": …, "text"?: …} as JSON: a title of 1 to ${TITLE_LIMIT} characters.`;
      return { status: 400, error: "invalid_request", description };
    }
    const ticket = deps.tickets.file({ ...fields, account: caller.person.username, filedBy: caller.clientName });
    return { status: 201, body: present(deps, ticket) };
  };
  return [
    { method: "GET", path: /^\/api\/tickets$/, handle: (ctx) => answer(deps, ctx, "tickets:read", list) },
    { method: "POST", path: /^\/api\/tickets$/, handle: (ctx) => answer(deps, ctx, "tickets:write", file) },
  ];
}

async function answer(
  deps: TicketApiDeps,
  ctx: KoaContextWithOIDC,
  scope: string,
  serve: (ctx: KoaContextWithOIDC, caller: Caller) => Promise<Answer | Refusal> | Answer,
): Promise<void> {
  const caller = await findCaller(deps.provider, ctx, scope);
  const result = "person" in caller ? await serveWithin(ctx, caller, serve) : caller;
  ctx.status = result.status;
  if ("body" in result) {
    ctx.body = result.body;
  } else {
    if (result.status === 401 || result.status === 403) ctx.set("www-authenticate", challengeFor(result));
    ctx.body = { error: result.error ?? "invalid_token", error_description: result.description };
  }
  deps.ledger.record({
    kind: "api_call",
    clientId: "person" in caller ? caller.clientId : null,
    account: "person" in caller ? caller.person.username : null,
    grantId: "person" in caller ? caller.grantId : null,
    detail: `${ctx.method} ${ctx.path} ${result.status}`,
  });
}

async function serveWithin(
  ctx: KoaContextWithOIDC,
  caller: Caller,
  serve: (ctx: KoaContextWithOIDC, caller: Caller) => Promise<Answer | Refusal> | Answer,
): Promise<Answer | Refusal> {
  try {
    return await serve(ctx, caller);
  } catch (error) {
    if (error instanceof BodyTooLarge) return { status: 413, error: "invalid_request", description: error.message };
    throw error;
  }
}

async function findCaller(provider: Provider, ctx: KoaContextWithOIDC, scope: string): Promise<Caller | Refusal> {
  const [, value] = /^Bearer ([\w.~+/-]+=*)$/i.exec(ctx.get("authorization")) ?? [];
  if (value === undefined) return { status: 401, description: "An access token is required." };
  const token = await provider.AccessToken.find(value);
  const grant = token === undefined ? undefined : await provider.Grant.find(token.grantId ?? "");
  const person = findPersonBySubject(grant?.accountId);
  const client = token?.clientId === undefined ? undefined : await provider.Client.find(token.clientId);
  if (token?.grantId === undefined || person === undefined || client === undefined) {
    return { status: 401, error: "invalid_token", description: "The access token is expired, revoked or unknown." };
  }
  if (!token.scopes.has(scope)) {
    return { status: 403, error: "insufficient_scope", description: `The access token lacks ${scope}.`, scope };
  }
  const { clientId, clientName = clientId } = client;
  return { person, clientId, clientName, grantId: token.grantId };
}

/** RFC 6750, 3: without a token there is no error to name. */
function challengeFor({ error, description, scope }: Refusal): string {
  const parts = ['realm="Acme Desk"'];
  if (error !== undefined) parts.push(`error="${error}"`, `error_description="${description}"`);
  if (scope !== undefined) parts.push(`scope="${scope}"`);
  return `Bearer ${parts.join(", ")}`;
}

function parseTicket(body: string): { title: string; text: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null || !("title" in value) || typeof value.title !== "string") {
    return undefined;
  }
  const title = value.title.trim();
  const text = "text" in value ? value.text : "";
  if (title === "" || title.length > TITLE_LIMIT || typeof text !== "string" || text.length > TEXT_LIMIT) {
    return undefined;
  }
  return { title, text };
}

function present({ issuer }: TicketApiDeps, ticket: Ticket) {
  const { id, title, text, createdAt } = ticket;
  return { id, url: `${issuer}/tickets/${id}`, title, text, created_at: createdAt };
}
