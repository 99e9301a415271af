import { Problem } from "@joinery/contract";
import type { Fetch } from "../http/bounded-fetch.ts";

/** A user's token, and how to get another when the service does not accept it any more. */
export interface Authorization {
  accessToken: string;
  renew?: (rejected: string) => Promise<string>;
}

/**
 * A fetch that adds the user's access token, to the declared origins only: a handler that builds a URL from what it
 * was given can't send the token elsewhere. Redirects are not followed, for the same reason. A 401 means that nothing
 * was done (RFC 6750, 3.1), so the request is sent once more when there is another token.
 */
export function authorizedFetch(
  fetch: Fetch,
  origins: readonly string[],
  { accessToken, renew }: Authorization,
): Fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: "manual" });
    if (!origins.includes(new URL(request.url).origin)) {
      throw new TypeError("This origin is not declared in apiOrigins of the integration.");
    }
    const send = (attempt: Request, token: string) => {
      attempt.headers.set("authorization", `Bearer ${token}`);
      return fetch(attempt).catch((cause) => {
        throw new Problem("EXTERNAL_SERVICE_FAILED", { cause });
      });
    };
    const answer = await send(request.clone(), accessToken);
    if (answer.status !== 401 || renew === undefined) return answer;
    const renewed = await renew(accessToken);
    return renewed === accessToken ? answer : send(request, renewed);
  };
}
