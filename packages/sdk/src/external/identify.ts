import { z } from "zod";
import type { Fetch } from "../http/bounded-fetch.ts";

/** Whose account was linked. */
export interface Identity {
  /** What people recognise the account by, unique in the external service: shown at the top of the account page. */
  externalAccountId: string;
  /** The service's stable key for the account; when given, identity is decided by it and not by the label. */
  externalSubject?: string;
  displayName?: string;
  avatarUrl?: string;
  additionalInfo?: string;
}

/** Finds out whose account was linked. `fetch` carries the access token to the service's own origins. */
export type Identify = (grant: {
  claims: Readonly<Record<string, unknown>>;
  fetch: Fetch;
}) => Identity | Promise<Identity>;

/** Contract 1.2: labels have 1 to 255 characters. */
const LABEL_MAX = 255;
const label = z.string().min(1).max(LABEL_MAX);
const optionalText = z.string().min(1).optional().catch(undefined);

/** An account that nobody could recognise must not be saved, whatever the integration's own `identify` answers. */
export function requireLabel(identity: Identity): Identity {
  return { ...identity, externalAccountId: label.parse(identity.externalAccountId) };
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
    ...(name === undefined ? {} : { displayName: name.slice(0, LABEL_MAX) }),
    ...(picture === undefined || !isPictureUrl(picture) ? {} : { avatarUrl: picture }),
  };
};

function isPictureUrl(value: string): boolean {
  return value.length <= 2_000 && /^https?:/.test(value) && URL.canParse(value);
}
