import type { Clock } from "../clock.ts";
import type { Fetch } from "../http/bounded-fetch.ts";

/** Endpoints seldom move; an hour is short enough to follow when they do. */
const KEPT_MILLISECONDS = 60 * 60 * 1_000;

/**
 * Wraps a fetch so that the issuer's metadata is asked for once an hour. Only successes are kept: after a failure the
 * next connect asks again.
 */
export function cacheDiscovery(fetch: Fetch, clock: Clock): Fetch {
  // The text, and not the response: in a Worker a body can be read by the request only that it was fetched for.
  const kept = new Map<string, { text: string; headers: [string, string][]; until: number }>();

  return async (input, init) => {
    const url = String(input);
    if (!url.includes("/.well-known/")) return fetch(input, init);
    const now = clock.now().getTime();
    const known = kept.get(url);
    if (known && known.until > now) return new Response(known.text, { headers: known.headers });
    const answer = await fetch(input, init);
    if (answer.status !== 200) return answer;
    const found = { text: await answer.text(), headers: [...answer.headers], until: now + KEPT_MILLISECONDS };
    kept.set(url, found);
    return new Response(found.text, { headers: found.headers });
  };
}
