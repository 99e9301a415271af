import { ok, Problem, toRefusalBody } from "@joinery/contract";
import { describeError, type Log } from "../log.ts";
import type { Request } from "./environment.ts";

/** Answers with the envelope of a success. */
export function answer(c: Request, data: unknown, status: 200 | 201 | 202 = 200): Response {
  return c.json(ok(data), status);
}

/** The one place where a throw becomes an answer. */
export function createErrorHandler(log: Log) {
  return (error: unknown, c: Request): Response => {
    const problem = error instanceof Problem ? error : new Problem("INTERNAL", { cause: error });
    const requestId = c.get("requestId");
    if (problem.status >= 500) {
      // What an integration or service gets wrong is worth a look; what we get wrong is an error.
      const level = problem.code === "INTERNAL" ? "error" : "warn";
      log(level, "request.failed", { requestId, problem: problem.code, ...describeError(problem.cause ?? problem) });
    }
    const headers: Record<string, string> = { "content-type": "application/json; charset=utf-8" };
    if (problem.retryAfterSeconds !== undefined) headers["retry-after"] = String(problem.retryAfterSeconds);
    if (problem.code === "UNAUTHENTICATED") headers["www-authenticate"] = "Bearer";
    return new Response(JSON.stringify(toRefusalBody(problem, requestId)), { status: problem.status, headers });
  };
}
