import type { Revocation, RevocationReport } from "@joinery/contract";
import type { Fetch } from "../http/bounded-fetch.ts";
import { reveal, type Secret } from "../secret.ts";
import { memberAt, readRecord } from "./read-answer.ts";
import { ExternalServiceDown, reportOf, type Tokens } from "./revoke.ts";
import type { RevocationProfile } from "./service-profile.ts";

export type RevocationRequest = Extract<RevocationProfile, { as: "request" }>;

interface Client {
  clientId: string;
  clientSecret?: string | Secret<string> | undefined;
}

/**
 * Withdraws a grant as this service wants it, where it has no RFC 7009. Throws `ExternalServiceDown` when trying again may
 * help.
 */
export async function revokeByProfile(
  tokens: Tokens,
  profile: RevocationRequest,
  { client, fetch }: { client: Client; fetch: Fetch },
): Promise<RevocationReport> {
  if (needsAccessToken(profile) && tokens.accessToken === null) return reportOf(undefined);
  if (!isForEachToken(profile)) return reportOf(await ask(undefined));
  // The refresh token first and decisive, as in RFC 7009: with it a service may end what came from it.
  const given = [tokens.refreshToken, tokens.accessToken].filter((token) => token !== null);
  const results: Revocation[] = [];
  for (const token of given) results.push(await ask(token));
  return reportOf(results[0]);

  async function ask(token: string | undefined): Promise<Revocation> {
    const values = valuesOf(tokens, client, token);
    const answer = await fetch(fill(profile.url, values, encodeURIComponent), {
      method: profile.method,
      headers: {
        accept: "application/json",
        ...profile.headers,
        ...authorizationOf(profile, tokens, client),
        ...typeOf(profile),
      },
      ...bodyOf(profile, values),
    }).catch((cause) => {
      throw new ExternalServiceDown("the external service could not be reached", { cause });
    });
    return classify(answer, profile);
  }
}

/** Whether one request ends one token, so that each needs its own. */
function isForEachToken({ url, body }: RevocationRequest): boolean {
  return [url, ...Object.values(body?.fields ?? {})].join(" ").includes("{token}");
}

/** Whether the service wants to see the access token; with one that has expired it withdraws nothing. */
export function needsAccessToken({ authentication, url, body }: RevocationRequest): boolean {
  return (
    authentication === "bearer" || [url, ...Object.values(body?.fields ?? {})].join(" ").includes("{access_token}")
  );
}

async function classify(answer: Response, profile: RevocationRequest): Promise<Revocation> {
  const { status } = answer;
  const said = readRecord(await answer.text());
  const gone = Object.entries(profile.alreadyInvalidWhen ?? {});
  if (
    said !== undefined &&
    gone.some(([path, values]) => [values].flat().some((value) => memberAt(said, path) === value))
  )
    return "already_invalid";
  if (profile.alreadyInvalid?.includes(status)) return "already_invalid";
  if (status === 429 || status >= 500)
    throw new ExternalServiceDown(`the grant could not be withdrawn now (${status})`);
  if (!(profile.revoked ?? [200, 204]).includes(status)) return "failed";
  if (profile.revokedWhen === undefined) return "revoked";
  return said !== undefined && memberAt(said, profile.revokedWhen) === true ? "revoked" : "failed";
}

function valuesOf(tokens: Tokens, { clientId }: Client, token?: string): ReadonlyMap<string, string> {
  return new Map([
    ["token", token ?? ""],
    ["access_token", tokens.accessToken ?? ""],
    ["refresh_token", tokens.refreshToken ?? ""],
    ["client_id", clientId],
    ["site", tokens.site ?? ""],
  ]);
}

function fill(text: string, values: ReadonlyMap<string, string>, write: (value: string) => string): string {
  return text.replace(/\{(\w+)\}/g, (place, name) => write(values.get(name) ?? place));
}

function authorizationOf(
  { authentication }: RevocationRequest,
  { accessToken }: Tokens,
  { clientId, clientSecret = "" }: Client,
): Record<string, string> {
  if (authentication === "bearer") return { authorization: `Bearer ${accessToken}` };
  // Encoded before they are joined (RFC 6749, 2.3.1).
  if (authentication === "basic")
    return { authorization: `Basic ${btoa([clientId, reveal(clientSecret)].map(encodeURIComponent).join(":"))}` };
  return {};
}

function typeOf({ body }: RevocationRequest): Record<string, string> {
  if (body === undefined) return {};
  return { "content-type": body.type === "json" ? "application/json" : "application/x-www-form-urlencoded" };
}

function bodyOf({ body }: RevocationRequest, values: ReadonlyMap<string, string>): { body?: string } {
  if (body === undefined) return {};
  const fields = Object.entries(body.fields).map(([name, value]) => [name, fill(value, values, (plain) => plain)]);
  const filled = Object.fromEntries(fields) as Record<string, string>;
  return { body: body.type === "json" ? JSON.stringify(filled) : new URLSearchParams(filled).toString() };
}
