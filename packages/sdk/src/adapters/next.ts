import { HEADERS } from "@joinery/contract";
import { decodeJwt } from "jose";
import { BodyAlreadyRead } from "./body-already-read.ts";
import { type IntegrationSource, whenFirstAsked } from "./when-first-asked.ts";

/** What a file `route.ts` exports: a handler for each method that Next.js knows. */
export type NextRouteHandlers = Record<
  "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS",
  (request: Request) => Promise<Response>
>;

const METHODS: readonly (keyof NextRouteHandlers)[] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Makes the route handlers of an integration for the app router of Next.js, in a catch-all route: `app/[...path]/route.ts`,
 * or `app/acme/[...path]/route.ts` with `proxyPath: "/acme"` and one `app/connect/[...path]/route.ts` that exports the same
 * handlers, because people's browsers arrive at `/connect/`. Give a function: `next build` loads routes, and has no settings.
 *
 * @param source the integration, or what creates it when the first request comes
 * @throws BodyAlreadyRead from a handler, when something has read the body before; Next.js answers 500 and logs it
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { toNextHandlers } from "@joinery/sdk/next";
 *
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = toNextHandlers(() =>
 *   createIntegration({
 *     ...readHubSettings(process.env),
 *     name: "Acme Desk",
 *     auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *   }),
 * );
 * ```
 */
export function toNextHandlers(source: IntegrationSource): NextRouteHandlers {
  const integration = whenFirstAsked(source);
  const handler = async (request: Request): Promise<Response> => {
    if (request.bodyUsed) throw new BodyAlreadyRead("Export the handlers as they are, and read no body around them.");
    return integration().fetch(withSignedQuery(request));
  };
  return Object.fromEntries(METHODS.map((method) => [method, handler])) as NextRouteHandlers;
}

/**
 * Next.js hands over a query that it has read and written again: `?at=10:00` has become `?at=10%3A00`, and values of a name
 * stand together. The hub has signed the query as it sent it (contract 2.2), so that spelling is put back, provided that it
 * says the same. Nothing is believed here: whether the statement is the hub's, and about this request, is checked as always.
 */
function withSignedQuery(request: Request): Request {
  const { origin, pathname, search } = new URL(request.url);
  const signed = signedQueryOf(request);
  if (signed === undefined || signed === search) return request;
  if (meaningOf(signed) !== meaningOf(search)) return request;
  const { method, headers, body } = request;
  return new Request(`${origin}${pathname}${signed}`, { method, headers, body, duplex: "half" } as RequestInit);
}

/** What a query says, however it is spelled. */
function meaningOf(query: string): string {
  const parameters = new URLSearchParams(query);
  parameters.sort();
  return String(parameters);
}

/** The query that an assertion speaks of, with its question mark. */
function signedQueryOf({ headers }: Request): string | undefined {
  try {
    const { path } = decodeJwt<{ path?: unknown }>(headers.get(HEADERS.assertion) ?? "");
    return typeof path === "string" ? /\?[^#]*/.exec(path)?.[0] : undefined;
  } catch {
    return undefined;
  }
}
