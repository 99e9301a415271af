import type { Request } from "./environment.ts";

/**
 * Whether a person's browser really goes to a page: not HEAD, not a prefetch or prerender, not a picture, frame or script.
 * Anything else must change nothing (contract 2.1, step 3).
 */
export function isDeliberateVisit(c: Request): boolean {
  if (c.req.method !== "GET") return false;
  const purposes = [
    c.req.header("sec-purpose"),
    c.req.header("purpose"),
    c.req.header("x-purpose"),
    c.req.header("x-moz"),
  ];
  if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose ?? ""))) return false;
  return (c.req.header("sec-fetch-dest") ?? "document") === "document";
}
