import { Refusal } from "./answers.ts";
import type { Settings } from "./settings.ts";

/** What Acme Desk answers to a token request (RFC 6749, 5.1). */
export type Tokens = { access_token: string; refresh_token?: string; expires_in: number };

/** As much of what Acme Desk says about a person as we use (OpenID Connect Core, 5.3). */
export type Person = { preferred_username: string; email: string };

/** As much of a linked account as we use. */
export type Account = {
  linked_account_id: string;
  access_token: string;
  refresh_token: string | null;
  expiry: string | null;
  requires_reauthentication: boolean;
};

const TEN_SECONDS = 10_000;

/** Makes a call to the hub's API about the linked accounts of a user. Success is `{code, message, data}`; we want `data`. */
export function hubClient({ hub, apiToken }: Settings) {
  return async <Data>(method: string, userId: string, path: string, body?: object): Promise<Data> => {
    const response = await fetch(`${hub}/v2/user/${encodeURIComponent(userId)}/linked-accounts${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
      ...withToken(apiToken),
    });
    if (response.status === 404) throw new Refusal(404, "LINKED_ACCOUNT_NOT_FOUND", "There is no such linked account.");
    return (await readJson<{ data: Data }>(response)).data;
  };
}

/** Makes a POST of a form to Acme Desk, as the app that we are registered as. */
export function acmeClient({ issuer, clientId, clientSecret }: Settings) {
  const client = [clientId, clientSecret].map(encodeURIComponent).join(":");
  const authorization = `Basic ${Buffer.from(client).toString("base64")}`;
  return async (path: string, form: Record<string, string>, expected = [200]): Promise<Response> => {
    const response = await fetch(`${issuer}${path}`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(TEN_SECONDS),
    });
    if (!expected.includes(response.status)) throw new Error(`Acme Desk answered ${response.status} at ${path}.`);
    return response;
  };
}

/** The fields of a linked account that come from a token request. */
export function toStore({ access_token, refresh_token, expires_in }: Tokens) {
  return { access_token, refresh_token, expiry: new Date(Date.now() + expires_in * 1000).toISOString() };
}

/** The headers of a call with a token, and a time limit. */
export function withToken(token: string): RequestInit {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return { headers, signal: AbortSignal.timeout(TEN_SECONDS) };
}

/** Reads the JSON of a success; anything else is a failure, named without what it said. */
export async function readJson<Body extends object>(response: Response): Promise<Body> {
  if (!response.ok) throw new Error(`${new URL(response.url).origin} answered ${response.status}.`);
  return (await response.json()) as Body;
}
