import { Problem } from "@joinery/contract";
import type { Fetch } from "../http/bounded-fetch.ts";

/**
 * A fetch that adds the user's access token, to the declared origins only: a handler that builds a URL from what it
 * was given can't send the token elsewhere. Redirects are not followed, for the same reason.
 */
export function authorizedFetch(fetch: Fetch, origins: readonly string[], accessToken: string): Fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: "manual" });
    if (!origins.includes(new URL(request.url).origin)) {
      throw new TypeError("This origin is not declared in apiOrigins of the integration.");
    }
    request.headers.set("authorization", `Bearer ${accessToken}`);
    return fetch(request).catch((cause) => {
      throw new Problem("EXTERNAL_SERVICE_FAILED", { cause });
    });
  };
}
