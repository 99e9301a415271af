import type { Fetch } from "../http/bounded-fetch.ts";
import { readRecord, type UnknownRecord } from "./read-answer.ts";
import type { Quirks } from "./service-profile.ts";

/** A century: a longer life, or none, is not a date that anybody means. */
const LONGEST_LIFETIME_SECONDS = 100 * 365 * 24 * 60 * 60;

/**
 * Lets a service that does not speak as RFC 6749 says be understood by a library that does: the token request is written
 * as the service wants it, and its answer is read into the standard form before anybody checks it. Other requests pass.
 */
export function inDialect(fetch: Fetch, quirks: Quirks = {}): Fetch {
  return async (input, init) => {
    const form = init?.body;
    if (!(form instanceof URLSearchParams) || !form.has("grant_type")) return fetch(input, init);
    const answer = await fetch(input, quirks.tokenRequest === "json" ? asJson(init ?? {}, form) : init);
    if (answer.status >= 500) return answer;
    const said = readRecord(await answer.clone().text(), quirks.tokenAnswer);
    if (said === undefined) return answer;
    const standard = toStandard(said, answer.status, quirks);
    return Response.json(standard.body, { status: standard.status, headers: repeated(answer.headers) });
  };
}

function asJson(init: RequestInit, form: URLSearchParams): RequestInit {
  const headers = new Headers(init.headers);
  headers.set("content-type", "application/json");
  return { ...init, headers, body: JSON.stringify(Object.fromEntries(form)) };
}

function toStandard(said: UnknownRecord, status: number, quirks: Quirks): { status: number; body: UnknownRecord } {
  const tokens = within(said, quirks.tokensWithin);
  const error = tokens.access_token === undefined ? said.error : undefined;
  if (typeof error === "string") {
    const known = quirks.errors !== undefined && Object.hasOwn(quirks.errors, error) ? quirks.errors[error] : error;
    return { status: status < 400 ? 400 : status, body: { error: known } };
  }
  const { access_token } = tokens;
  if (status >= 400 || access_token === undefined) return { status, body: said };
  return { status, body: { ...said, ...tokens, ...typeOf(tokens, quirks), ...lifetimeOf(tokens, quirks) } };
}

/** The members that hold the tokens; the answer itself where that place is not there. */
function within(said: UnknownRecord, path: readonly string[] = []): UnknownRecord {
  let place: unknown = said;
  for (const name of path) {
    const record = place as UnknownRecord;
    if (!Object.hasOwn(record, name)) return said;
    place = record[name];
    if (typeof place !== "object" || place === null || Array.isArray(place)) return said;
  }
  return place as UnknownRecord;
}

function typeOf({ token_type }: UnknownRecord, quirks: Quirks): UnknownRecord {
  return { token_type: quirks.tokenType === "ignored" ? "bearer" : token_type };
}

/** Only where the service is known for it: from any other an absurd lifetime is a reason to believe nothing. */
function lifetimeOf({ expires_in }: UnknownRecord, { lifetimeSeconds }: Quirks): UnknownRecord {
  if (lifetimeSeconds === undefined) return expires_in === undefined ? {} : { expires_in };
  const seconds = typeof expires_in === "string" && expires_in !== "" ? Number(expires_in) : expires_in;
  const isUsable = typeof seconds === "number" && seconds > 0 && seconds <= LONGEST_LIFETIME_SECONDS;
  if (isUsable) return { expires_in: seconds };
  return { expires_in: lifetimeSeconds === "never" ? undefined : lifetimeSeconds };
}

/** What decides how an answer is understood beside its body; its length and coding are of the former body. */
function repeated(headers: Headers): Headers {
  const kept = new Headers();
  for (const name of ["www-authenticate", "retry-after", "date"]) {
    const value = headers.get(name);
    if (value !== null) kept.set(name, value);
  }
  return kept;
}
