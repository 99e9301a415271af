import { HEADERS, Problem, toRefusalBody } from "@joinery/contract";
import { Hono } from "hono";
import { type ApiParts, apiRoutes } from "./api.ts";
import { requireControl, requireOwnHost } from "./guards.ts";
import { workshopPages } from "./workshop-pages.ts";

/** What the workshop's server answers with. */
export interface WorkshopAppParts extends ApiParts {
  /** Its own origin; asked late, because a free port is known only when it is bound. */
  origin: () => string;
  /** Programs show it; it is in `.joinery/dev.json`. */
  token: string;
  /** The built pages; without them there is the API only. */
  pagesFolder?: string | undefined;
}

/** Wires the workshop's server: guards, API, pages. */
export function createWorkshopApp({ origin, token, pagesFolder, ...api }: WorkshopAppParts): Hono {
  const app = new Hono();
  app.use(async (c, next) => {
    await next();
    const { headers } = c.res;
    headers.set("x-content-type-options", "nosniff");
    headers.set("referrer-policy", "no-referrer");
    headers.set("cross-origin-resource-policy", "same-origin");
    if (!headers.has("cache-control")) headers.set("cache-control", "private, no-store");
    if (!headers.has("content-security-policy")) {
      headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    }
  });
  app.use(requireOwnHost(() => new URL(origin()).host));
  app.use(requireControl({ origin, token }));
  app.onError(refuse);
  app.notFound(() => {
    throw new Problem("NOT_FOUND");
  });
  app.route("/", apiRoutes(api));
  app.route("/", workshopPages(pagesFolder));
  return app;
}

/** A workshop refuses with an `Error` whose message says what to do: that is the sentence that people read. */
function refuse(error: Error): Response {
  const problem = error instanceof Problem ? error : new Problem(isDeliberate(error) ? "BAD_REQUEST" : "INTERNAL");
  const requestId = crypto.randomUUID();
  const body = toRefusalBody(problem, requestId);
  if (isDeliberate(error)) body.message = error.message;
  return Response.json(body, { status: problem.status, headers: { [HEADERS.requestId]: requestId } });
}

/** Bugs and the operating system throw errors of their own kinds, or with a `code`. */
function isDeliberate(error: Error): boolean {
  const isBuiltIn = [TypeError, RangeError, SyntaxError, ReferenceError].some((kind) => error instanceof kind);
  return !isBuiltIn && !("code" in error);
}
