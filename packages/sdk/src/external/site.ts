import type { Identity } from "./identify.ts";
import type { Site } from "./service-profile.ts";

/** One label of a host name (RFC 1123, 2.1): nothing that could lead to another host, port or path. */
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PLACE = "{site}";

/** Puts the customer's part into an address. */
export function atSite(address: string, site: string | null): string {
  return address.replaceAll(PLACE, site ?? PLACE);
}

/**
 * The same for a list. Without a site, what needs one is left out: an account whose host can't be read any more sends its token
 * nowhere, and the rest of a list goes on working.
 */
export function allAtSite(addresses: readonly string[], site: string | null): string[] {
  return addresses.map((address) => atSite(address, site)).filter((address) => !needsSite(address));
}

export function needsSite(address: string): boolean {
  return address.includes(PLACE);
}

/**
 * Reads what a person types, pastes or what is stored: `acme`, `acme.zendesk.com`, `https://acme.zendesk.com/agent`.
 * `undefined` for anything that is not exactly one customer's part of this service's host.
 */
export function readSite({ host }: Site, given: string): string | undefined {
  const [before = "", after = ""] = host.split(PLACE);
  const typed = given
    .trim()
    .toLowerCase()
    .replace(/^https:\/\//, "")
    .replace(/[/?#].*$/s, "");
  const isWhole = typed.length > before.length + after.length && typed.startsWith(before) && typed.endsWith(after);
  const label = isWhole ? typed.slice(before.length, typed.length - after.length) : typed;
  return LABEL.test(label) ? label : undefined;
}

/** The whole host of one customer: what is kept with the account. */
export function siteHost({ host }: Site, site: string): string {
  return atSite(host, site);
}

/** The customer's part of an account, as it was kept; `null` for a service without sites. */
export function siteOf(site: Site | undefined, additionalInfo: string | null): string | null {
  return site === undefined || additionalInfo === null ? null : (readSite(site, additionalInfo) ?? null);
}

/** Ids of one customer mean nothing at another: the host goes before them, and stays with the account. */
export function ofSite(identity: Identity, where: Site | undefined, site: string | null): Identity {
  if (where === undefined || site === null) return identity;
  const host = siteHost(where, site);
  const { externalSubject: subject } = identity;
  return {
    ...identity,
    additionalInfo: host,
    ...(subject === undefined ? {} : { externalSubject: `${host} ${subject}` }),
  };
}
