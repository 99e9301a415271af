import type { RevocationReport } from "@joinery/contract";
import { boundedFetch } from "../http/bounded-fetch.ts";
import { authorizedFetch } from "./authorized-fetch.ts";
import type { Credentials, CredentialsContext } from "./credentials.ts";
import type { ExternalService, ServiceParts } from "./external-service.ts";
import { type Grant, GrantInvalid } from "./grant.ts";
import { type Identity, requireIdentity } from "./identify.ts";
import { ExternalServiceDown } from "./revoke.ts";
import { allAtSite, ofSite, readSite, siteHost, siteOf } from "./site.ts";
import { SITE_FIELD, siteQuestion } from "./site-question.ts";

const STAYS_VALID = "It stays valid at the external service until its owner ends it there.";

/** An external service that people link by entering something. Nothing is renewed; it is tried before it is stored. */
export function createCredentialsService(auth: Credentials, parts: ServiceParts): ExternalService {
  const fetch = boundedFetch(parts.fetch);
  const originsOf = (site: string | null) => allAtSite(parts.apiOrigins ?? auth.apiOrigins, site);

  function contextOf(packed: string, site: string | null): CredentialsContext {
    const authorization = { accessToken: packed, authorize: auth.authorize };
    return {
      fetch: authorizedFetch(fetch, originsOf(site), authorization),
      host: auth.site && site !== null ? siteHost(auth.site, site) : undefined,
    };
  }

  return {
    question: {
      about: "credentials",
      fields: [...(auth.site ? siteQuestion(auth.site).fields : []), ...auth.fields],
      intro: auth.intro,
      help: auth.help,
    },
    authorize: auth.authorize,
    withdrawsAll: false,
    originsOf,
    siteOf: (additionalInfo) => siteOf(auth.site, additionalInfo),

    wayIn: {
      by: "credentials",
      async verify({ [SITE_FIELD]: given = "", ...answers }) {
        const site = auth.site ? (readSite(auth.site, given) ?? null) : null;
        if (auth.site && site === null) return undefined;
        const packed = auth.pack(answers);
        const found = await auth.verify(auth.unpack(packed), contextOf(packed, site));
        return found && toGrant(packed, requireIdentity(ofSite(found, auth.site, site)), site);
      },
    },

    identify: async ({ claims }) => requireIdentity(claims as unknown as Identity),

    // There is nothing to renew with; whoever asks has been told that the service does not accept it any more.
    refresh: async () => {
      throw new GrantInvalid("credentials can't be renewed");
    },

    async isAccepted(packed, site) {
      return (await auth.verify(auth.unpack(packed), contextOf(packed, site))) !== undefined;
    },

    async revoke({ accessToken, site = null }): Promise<RevocationReport> {
      if (auth.revoke === undefined || accessToken === null)
        return { revocation: "not_supported", detail: STAYS_VALID };
      try {
        return { revocation: await auth.revoke(auth.unpack(accessToken), contextOf(accessToken, site)) };
      } catch (cause) {
        throw new ExternalServiceDown("the credentials could not be withdrawn now", { cause });
      }
    },
  };
}

/** Whose account it is was found out before: it travels with the grant, through a crash as well. */
function toGrant(packed: string, identity: Identity, site: string | null): Grant {
  return {
    accessToken: packed,
    refreshToken: null,
    expiresAt: null,
    scopes: [],
    claims: { ...identity },
    tokenAnswer: {},
    callback: {},
    site,
  };
}
