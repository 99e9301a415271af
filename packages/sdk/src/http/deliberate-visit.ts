/**
 * Whether a person's browser really goes to a page: not HEAD, not a prefetch or preview, not a picture, frame or script.
 * Anything else must change nothing (contract 2.1, step 3).
 */
export function isDeliberateVisit({ method, headers }: Request): boolean {
  if (method !== "GET") return false;
  const purposes = ["sec-purpose", "purpose", "x-purpose", "x-moz"].map((name) => headers.get(name) ?? "");
  if (purposes.some((purpose) => /prefetch|prerender|preview/i.test(purpose))) return false;
  return (headers.get("sec-fetch-dest") ?? "document") === "document";
}
