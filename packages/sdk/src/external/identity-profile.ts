import type { Fetch } from "../http/bounded-fetch.ts";
import type { IdentifiedGrant, Identity } from "./identify.ts";
import { readRecord, textAt, type UnknownRecord } from "./read-answer.ts";
import type { IdentityProfile, IdentityRequest } from "./service-profile.ts";

/** Reads who an account belongs to from where a profile says. Throws when the stable key or the label is not there. */
export async function identifyByProfile(profile: IdentityProfile, grant: IdentifiedGrant): Promise<Identity> {
  const source = await readSource(profile.from, grant);
  const subject = [profile.subject].flat().map((path) => textAt(source, path));
  const externalAccountId = firstText(source, profile.label);
  if (subject.length === 0 || subject.includes(undefined) || externalAccountId === undefined) {
    throw new TypeError("the external service did not say whose account it is");
  }
  const displayName = firstText(source, profile.displayName);
  const avatarUrl = firstText(source, profile.avatarUrl);
  const info = profile.additionalInfo;
  const additionalInfo = info === undefined ? undefined : (textAt(source, info) ?? textAt(grant.tokenAnswer, info));
  return {
    externalAccountId,
    externalSubject: subject.join(" "),
    ...(displayName === undefined ? {} : { displayName }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(additionalInfo === undefined ? {} : { additionalInfo }),
  };
}

async function readSource(from: IdentityProfile["from"], grant: IdentifiedGrant): Promise<UnknownRecord> {
  if (from === "claims") return grant.claims;
  if (from === "token_answer") return grant.tokenAnswer;
  if (from === "callback") return grant.callback;
  return ask(from, grant.fetch);
}

async function ask({ url, method = "GET", headers }: IdentityRequest, fetch: Fetch) {
  const answer = await fetch(url, { method, headers: { accept: "application/json", ...headers } });
  const said = answer.ok ? readRecord(await answer.text()) : undefined;
  if (said === undefined)
    throw new TypeError(`the external service did not say whose account it is (${answer.status})`);
  return said;
}

function firstText(source: UnknownRecord, paths: string | readonly string[] | undefined): string | undefined {
  for (const path of [paths ?? []].flat()) {
    const text = textAt(source, path);
    if (text !== undefined) return text;
  }
  return undefined;
}
