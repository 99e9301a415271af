import { HEADERS } from "@joinery/contract";
import type { Party } from "@joinery/contract/workshop";
import { type HeaderPairs, headerOf } from "./messages.ts";

/**
 * Who has sent a request, as far as its headers show. Nothing depends on it but the inspector's arrow: whoever wants to
 * deceive it deceives themselves.
 */
export function senderOf(headers: HeaderPairs, to: "hub" | "integration" | "service"): Party {
  const message = { headers };
  const has = (name: string) => headerOf(message, name) !== undefined;
  if (to === "integration" && (has(HEADERS.proxySecret) || has(HEADERS.userId) || has(HEADERS.assertion))) return "hub";
  // What carries a credential in a header is a program, also when its HTTP client sends `sec-fetch-mode`, as that of Node does.
  if (to !== "integration" && has("authorization")) return "integration";
  if (has("sec-fetch-site") || has("cookie")) return "browser";
  if (headerOf(message, "accept")?.includes("text/html") === true) return "browser";
  if (to !== "integration") return "integration";
  return has("user-agent") && !has("authorization") ? "browser" : "hub";
}

/** Pages' files and questions that belong to no flow: on the time line they would hide what does. */
export function isScenery(to: "hub" | "integration" | "service", method: string, path: string): boolean {
  if (/^\/(assets\/|favicon)/.test(path) || /\.(css|js|svg|png|ico|woff2)$/.test(path)) return true;
  if (to === "service") return path.startsWith("/workshop/");
  if (to !== "hub") return false;
  if (/^\/api\/accounts\/[^/]+\/disconnect$/.test(path)) return false;
  if (/^\/connect\/[^/]+\/page$/.test(path)) return true;
  if (path.startsWith("/api/")) return method === "GET" || !path.startsWith("/api/sign-in");
  return !/^\/(connector|connect|v2)(\/|$)|^\/\.well-known\/jwks\.json$/.test(path);
}
