import { boundedFetch } from "../http/bounded-fetch.ts";
import { bearer } from "./authorized-fetch.ts";
import type { Custom, CustomAccount } from "./custom.ts";
import type { ExternalService, ServiceParts } from "./external-service.ts";
import { type Grant, GrantInvalid } from "./grant.ts";
import { type Identity, requireIdentity } from "./identify.ts";
import { ExternalServiceDown } from "./revoke.ts";

const NO_WAY = "This integration has no way to withdraw access at the external service.";

/** An external service that the integration's own code talks to. */
export function createCustomService(auth: Custom, parts: ServiceParts): ExternalService {
  const fetch = boundedFetch(parts.fetch);
  const origins = parts.apiOrigins ?? auth.apiOrigins;

  return {
    question: undefined,
    authorize: auth.authorize ?? bearer,
    withdrawsAll: false,
    originsOf: () => origins,
    siteOf: () => null,

    wayIn: {
      by: "own_code",
      async obtain(user, log) {
        const { accessToken, refreshToken, expiresAt, scopes, ...identity } = await auth.connect({ user, fetch, log });
        return toGrant({ accessToken, refreshToken, expiresAt, scopes }, requireIdentity(identity));
      },
    },

    identify: async ({ claims }) => requireIdentity(claims as unknown as Identity),

    async refresh(refreshToken) {
      if (auth.renew === undefined) throw new GrantInvalid("this integration renews nothing");
      const renewed = await auth.renew({ accessToken: null, refreshToken, fetch }).catch((cause) => {
        throw new ExternalServiceDown("the access token could not be renewed", { cause });
      });
      if (renewed === undefined) throw new GrantInvalid("the grant is over");
      return toGrant({ ...renewed, refreshToken: renewed.refreshToken ?? refreshToken });
    },

    async revoke({ accessToken, refreshToken }) {
      if (auth.revoke === undefined) return { revocation: "not_supported", detail: NO_WAY };
      try {
        return { revocation: await auth.revoke({ accessToken, refreshToken, fetch }) };
      } catch (cause) {
        throw new ExternalServiceDown("the grant could not be withdrawn now", { cause });
      }
    },
  };
}

type GivenTokens = { [Name in Exclude<keyof CustomAccount, keyof Identity>]: CustomAccount[Name] | undefined };

function toGrant(tokens: Partial<GivenTokens>, identity?: Identity): Grant {
  const { accessToken, refreshToken, expiresAt, scopes } = tokens;
  if (typeof accessToken !== "string" || accessToken === "")
    throw new TypeError("custom: the account has no accessToken");
  return {
    accessToken,
    refreshToken: refreshToken ?? null,
    expiresAt: expiresAt ?? null,
    scopes: [...(scopes ?? [])],
    claims: { ...identity },
    tokenAnswer: {},
    callback: {},
    site: null,
  };
}
