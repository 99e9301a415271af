import { z } from "zod";
import type { Fetch } from "../http/bounded-fetch.ts";

/** Whose account was linked. */
export interface Identity {
  /** What people recognise the account by, unique in the external service: shown at the top of the account page. */
  externalAccountId: string;
  /** The service's stable key for the account; when given, identity is decided by it and not by the label. */
  externalSubject?: string;
  /** The owner's name; cut at 255 characters, without characters that mislead. */
  displayName?: string;
  /** The address of a picture, https or http; anything else is left out. */
  avatarUrl?: string;
  /** What handlers need later, 2000 characters at most; never a token. */
  additionalInfo?: string;
}

/** What there is to find out by whose account was linked. Everything in it came from the service, unchecked. */
export interface IdentifiedGrant {
  /** Claims of the id token and of userinfo; empty without OpenID Connect. */
  claims: Readonly<Record<string, unknown>>;
  /** What else stood in the token answer; never a token. */
  tokenAnswer: Readonly<Record<string, unknown>>;
  /** What else stood in the address that the person came back with; never the code. */
  callback: Readonly<Record<string, string>>;
  /** Carries the access token to the service's own origins. */
  fetch: Fetch;
}

/** Finds out whose account was linked. */
export type Identify = (grant: IdentifiedGrant) => Identity | Promise<Identity>;

/** Contract 1.2: labels have 1 to 255 characters. */
const LABEL_MAX = 255;
const ADDITIONAL_INFO_MAX = 2_000;
const label = z.string().min(1).max(LABEL_MAX);
const optionalText = z.string().min(1).optional().catch(undefined);

/** Characters that have no shape, or turn what follows around: with them one account could look like another. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;
/** What a name may have none of: joiners and marks of direction belong to some scripts, these only mislead. */
const MISLEADING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/gu;

/** What identifies an account must be there, short enough and visible; what only adorns it is shortened or left out. */
const identity = z.object({
  externalAccountId: label.refine((text) => text.trim() !== "" && !INVISIBLE.test(text)),
  externalSubject: label.refine((text) => !/\p{Cc}/u.test(text)).optional(),
  displayName: optionalText.transform((text) => text?.replace(MISLEADING, "").slice(0, LABEL_MAX).trim() || undefined),
  avatarUrl: optionalText.transform((url) => (url !== undefined && isPictureUrl(url) ? url : undefined)),
  additionalInfo: z.string().max(ADDITIONAL_INFO_MAX).optional(),
});

/** An account that nobody could recognise must not be saved, whatever the service or the integration says. */
export function requireIdentity(found: Identity): Identity {
  const { displayName, avatarUrl, additionalInfo, externalSubject, ...rest } = identity.parse(found);
  return {
    ...rest,
    ...(externalSubject === undefined ? {} : { externalSubject }),
    ...(displayName === undefined ? {} : { displayName }),
    ...(avatarUrl === undefined ? {} : { avatarUrl }),
    ...(additionalInfo === undefined ? {} : { additionalInfo }),
  };
}

const openidClaims = z.object({
  iss: label,
  sub: label,
  preferred_username: optionalText,
  email: optionalText,
  name: optionalText,
  picture: optionalText,
});

/** Reads the OpenID claims (OpenID Connect Core 1.0, 5.1); `iss` and `sub` together are the stable key (5.7). */
export const identifyByOpenIdClaims: Identify = ({ claims }) => {
  const { iss, sub, preferred_username, email, name, picture } = openidClaims.parse(claims);
  return {
    externalAccountId: preferred_username ?? email ?? sub,
    externalSubject: `${iss} ${sub}`,
    ...(name === undefined ? {} : { displayName: name }),
    ...(picture === undefined ? {} : { avatarUrl: picture }),
  };
};

function isPictureUrl(value: string): boolean {
  return value.length <= 2_000 && /^https?:/.test(value) && URL.canParse(value);
}
