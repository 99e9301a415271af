import { JWKS_PATH, Problem, RESERVED_HEADER_PREFIXES, toRefusalBody } from "@joinery/contract";
import type { FetchLayer } from "@joinery/hub";

/** What part 2 of the contract adds to an account; a hub that speaks part 1 only does not know it. */
const OURS_ON_ACCOUNTS = ["state", "verified"] as const;
const OURS_IN_REPORTS = ["revocation", "detail"] as const;

/**
 * Makes a hub speak part 1 of the contract and nothing more, as Blink does: nothing of part 2 gets in or out. What an
 * integration sends of part 2 is not refused but unheard, because that is what happens to it at a server that does not know it.
 */
export function standInForBlink(fetch: FetchLayer): FetchLayer {
  return async (request, ...rest) => {
    const { pathname } = new URL(request.url);
    if (pathname === JWKS_PATH || pathname.startsWith("/v2/connect/")) return nothingHere();
    if (!pathname.startsWith("/v2/")) return fetch(request, ...rest);
    return withoutOurs(await fetch(await withoutOurWords(request), ...rest));
  };
}

/** Whether a header is one of part 2. */
export function isOurHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_HEADER_PREFIXES.some((prefix) => prefix.startsWith("joinery") && lower.startsWith(prefix));
}

function nothingHere(): Response {
  return Response.json(toRefusalBody(new Problem("NOT_FOUND"), crypto.randomUUID()), { status: 404 });
}

async function withoutOurWords(request: Request): Promise<Request> {
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (isOurHeader(name)) headers.delete(name);
  const isReport = request.method === "DELETE";
  const body = request.method === "GET" ? null : await request.text();
  const kept = isReport && body !== null ? withoutFields(body, OURS_IN_REPORTS) : body;
  headers.delete("content-length");
  return new Request(request.url, { method: request.method, headers, body: kept === "" ? null : kept });
}

async function withoutOurs(answer: Response): Promise<Response> {
  if (!answer.headers.get("content-type")?.includes("json")) return answer;
  const body = JSON.parse(await answer.text());
  const accounts: unknown[] = Array.isArray(body.data) ? body.data : [body.data];
  for (const account of accounts) {
    if (typeof account !== "object" || account === null) continue;
    for (const field of OURS_ON_ACCOUNTS) delete (account as Record<string, unknown>)[field];
  }
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(body), { status: answer.status, headers });
}

function withoutFields(text: string, fields: readonly string[]): string {
  try {
    const body = JSON.parse(text);
    for (const field of fields) delete body[field];
    return JSON.stringify(body);
  } catch {
    return text;
  }
}
