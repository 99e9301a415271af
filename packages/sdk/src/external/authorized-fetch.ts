import { Problem } from "@joinery/contract";
import { isDeclaredOrigin } from "../accounts/api-origins.ts";
import type { Fetch } from "../http/bounded-fetch.ts";

/** A user's token, and how to get another when the service does not accept it any more. */
export interface Authorization {
  /** The token, or how to get it: asked for when a request may carry it, and not before. */
  accessToken: string | (() => Promise<string>);
  /** Puts the token into a request; `bearer` by default. */
  authorize?: (headers: Headers, accessToken: string) => void;
  /** What to do about a 401: another token, or the refused one when there is no other. */
  renew?: (rejected: string, answer: Response) => Promise<string>;
}

/** Puts an access token into a request (RFC 6750, 2.1). */
export function bearer(headers: Headers, accessToken: string): void {
  headers.set("authorization", `Bearer ${accessToken}`);
}

/**
 * A fetch that adds the user's access token, to the declared origins only: a handler that builds a URL from what it
 * was given can't send the token elsewhere. Redirects are not followed, for the same reason. A 401 means that nothing
 * was done (RFC 6750, 3.1), so the request is sent once more when there is another token.
 */
export function authorizedFetch(
  fetch: Fetch,
  origins: readonly string[],
  { accessToken, authorize = bearer, renew }: Authorization,
): Fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, redirect: "manual" });
    if (!isDeclaredOrigin(origins, new URL(request.url))) {
      throw new TypeError("This origin is not declared in apiOrigins of the integration.");
    }
    const send = (attempt: Request, token: string) => {
      authorize(attempt.headers, token);
      return fetch(attempt).catch((cause) => {
        throw new Problem("EXTERNAL_SERVICE_FAILED", { cause });
      });
    };
    const token = typeof accessToken === "string" ? accessToken : await accessToken();
    const answer = await send(request.clone(), token);
    if (answer.status !== 401 || renew === undefined) return answer;
    const renewed = await renew(token, answer);
    return renewed === token ? answer : send(request, renewed);
  };
}
