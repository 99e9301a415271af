import type { Log } from "../log.ts";

/** A browser at one of our addresses. */
export interface Visit {
  request: Request;
  url: URL;
  log: Log;
}

/**
 * Whether a person's browser really goes to a page: not HEAD, not a prefetch or preview, not a picture, frame or script.
 * Anything else must change nothing (contract 2.1, step 3).
 */
export function isDeliberateVisit({ method, headers }: Request, expected: "GET" | "POST" = "GET"): boolean {
  if (method !== expected) return false;
  const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"].map((name) => headers.get(name) ?? "");
  if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose))) return false;
  return (headers.get("sec-fetch-dest") ?? "document") === "document";
}
