import { JWKS_PATH, Problem, RESERVED_HEADER_PREFIXES, toRefusalBody } from "@joinery/contract";
import type { FetchLayer } from "@joinery/hub";

/** What part 2 of the contract adds to an account; a hub that speaks part 1 only does not know it. */
const OURS_ON_ACCOUNTS = ["state", "verified"] as const;
const OURS_IN_REPORTS = ["revocation", "detail"] as const;
const OUR_PATHS = [/^\/v2\/connect\//, /^\/connect\/[^/]+\/verify$/];
/** Reports are short; a longer body is the hub's to refuse. */
const LONGEST_REPORT_BYTES = 64 * 1024;

/**
 * Makes a hub speak part 1 of the contract and nothing more, as Blink does: nothing of part 2 gets in or out. What an
 * integration sends of part 2 is not refused but unheard, because that is what happens to it at a server that does not know it.
 * Everything else passes byte for byte: what is wrong with it, the hub says.
 */
export function standInForBlink(fetch: FetchLayer): FetchLayer {
  return async (request, ...rest) => {
    const path = decodedPath(new URL(request.url).pathname);
    if (path === JWKS_PATH || OUR_PATHS.some((ours) => ours.test(path))) return nothingHere();
    if (!path.startsWith("/v2/")) return fetch(request, ...rest);
    return withoutOurs(await fetch(await withoutOurWords(request), ...rest));
  };
}

/** Whether a header is one of part 2. */
export function isOurHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return RESERVED_HEADER_PREFIXES.some((prefix) => prefix.startsWith("joinery") && lower.startsWith(prefix));
}

/** The hub's router decodes as well: an encoded letter is no way around. */
function decodedPath(pathname: string): string {
  try {
    return decodeURI(pathname);
  } catch {
    return pathname;
  }
}

function nothingHere(): Response {
  return Response.json(toRefusalBody(new Problem("NOT_FOUND"), crypto.randomUUID()), { status: 404 });
}

async function withoutOurWords(request: Request): Promise<Request> {
  const { method, url } = request;
  const headers = new Headers(request.headers);
  for (const name of [...headers.keys()]) if (isOurHeader(name)) headers.delete(name);
  if (method === "GET" || method === "HEAD" || request.body === null) return new Request(url, { method, headers });
  if (method !== "DELETE" || Number(headers.get("content-length") ?? 0) > LONGEST_REPORT_BYTES) {
    return new Request(url, { method, headers, body: request.body, duplex: "half" });
  }
  const body = withoutReport(new Uint8Array(await request.arrayBuffer()));
  headers.delete("content-length");
  return new Request(url, { method, headers, body });
}

async function withoutOurs(answer: Response): Promise<Response> {
  if (answer.body === null || answer.headers.get("content-type")?.includes("json") !== true) return answer;
  const body = JSON.parse(await answer.text());
  for (const account of [body.data].flat()) {
    if (typeof account !== "object" || account === null) continue;
    for (const field of OURS_ON_ACCOUNTS) delete account[field];
  }
  const headers = new Headers(answer.headers);
  headers.delete("content-length");
  return new Response(JSON.stringify(body), { status: answer.status, headers });
}

function withoutReport(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  try {
    const report = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    for (const field of OURS_IN_REPORTS) delete report[field];
    return new TextEncoder().encode(JSON.stringify(report));
  } catch {
    return bytes;
  }
}
