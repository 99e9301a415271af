import type { IntegrationSettings } from "../start-hub.ts";

/** As much of a linked account as is used here. */
export interface Account {
  linked_account_id: string;
  external_account_id: string;
  access_token: string | null;
  refresh_token: string | null;
  requires_reauthentication: boolean;
}

export interface Tokens {
  access_token: string;
  refresh_token?: string;
  expires_in: number;
}

/** What somebody else refused. */
export class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`status ${status}`);
    this.status = status;
  }
}

/** Calls the hub's API; resolves to `data`. */
export function hubCaller({ hub, apiToken }: IntegrationSettings) {
  return async <Data>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Data> => {
    const reply = await fetch(`${hub}/v2${path}`, {
      method,
      headers: { authorization: `Bearer ${apiToken}`, "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Refused(reply.status);
    return ((await reply.json()) as { data: Data }).data;
  };
}

/** Posts a form to Acme Desk as its client. */
export function deskCaller({ service: { issuer, clientId, clientSecret } }: IntegrationSettings) {
  const authorization = `Basic ${btoa([clientId, clientSecret].map(encodeURIComponent).join(":"))}`;
  return (path: string, form: Record<string, string>, waitMs = 15_000): Promise<Response> =>
    fetch(`${issuer}${path}`, {
      method: "POST",
      headers: { authorization },
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(waitMs),
    });
}

/** The fields of an account that come from a token answer. */
export function stored({ access_token, refresh_token, expires_in }: Tokens) {
  return { access_token, refresh_token, expiry: new Date(Date.now() + expires_in * 1_000).toISOString() };
}
