import type { PassingRequest } from "./passing-request.ts";

/**
 * Whether a browser comes back from the external service with this request: an answer of RFC 6749, 4.1.2 with `state`
 * or `iss` beside it. The hub's own way back (`flow` and `code`) has neither.
 */
export function isCallback({ method, path }: Pick<PassingRequest, "method" | "path">): boolean {
  const query = new URLSearchParams(path.split("?")[1] ?? "");
  return method === "GET" && (query.has("code") || query.has("error")) && (query.has("state") || query.has("iss"));
}
