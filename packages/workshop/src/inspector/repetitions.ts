import { createHash } from "node:crypto";

const REMEMBERED_AT_MOST = 10_000;

/** Remembers values as digests, and says whether one has been there before. */
export function createRepetitions(): (place: string, value: string) => boolean {
  const digests = new Set<string>();
  return (place, value) => {
    const digest = createHash("sha256").update(`${place}\n${value}`).digest("base64url");
    const isKnown = digests.has(digest);
    digests.add(digest);
    const oldest = digests.values().next().value;
    if (digests.size > REMEMBERED_AT_MOST && oldest !== undefined) digests.delete(oldest);
    return isKnown;
  };
}
