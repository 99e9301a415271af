import { readAtMost } from "./read-at-most.ts";

/** Bytes that a form of ours sends at most. */
const FORM_BYTES = 131_072;

/** Whether a POST comes from a page of ours: browsers say so themselves, and a page can't make them lie. */
export function isFromOwnPage({ headers }: Request, connectBase: URL): boolean {
  const site = headers.get("sec-fetch-site");
  return headers.get("origin") === connectBase.origin && (site === null || site === "same-origin");
}

/** Reads a posted form; empty when it is too large or none. */
export async function readForm({ headers, body }: Request): Promise<URLSearchParams> {
  const type = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return new URLSearchParams();
  const bytes = await readAtMost(body, FORM_BYTES).catch(() => new Uint8Array());
  return new URLSearchParams(new TextDecoder().decode(bytes));
}
