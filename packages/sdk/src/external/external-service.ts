import type { RevocationReport } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Log } from "../log.ts";
import type { Auth } from "./auth.ts";
import { createCredentialsService } from "./credentials-service.ts";
import { createCustomService } from "./custom-service.ts";
import type { Grant } from "./grant.ts";
import type { Identity } from "./identify.ts";
import { createOAuthService } from "./oauth-service.ts";
import type { Question } from "./question.ts";
import type { Tokens } from "./revoke.ts";

/** The random values that tie one authorization request to its answer. */
export interface AuthorizationSecrets {
  state: string;
  nonce: string;
  pkceVerifier: string;
}

/** How a browser that was checked goes on at this service. */
export type WayIn =
  /** To the service's own log-in, and back with a code. */
  | {
      by: "redirect";
      authorizationUrl(
        secrets: AuthorizationSecrets,
        at: { site: string | null; loginHint?: string | undefined },
      ): Promise<URL>;
      /** Whether the answer comes from the service that was asked (RFC 9207, 2.4). */
      issuerFits(answer: URLSearchParams, site: string | null): Promise<boolean>;
      /** Exchanges the code: one token request, never repeated. Throws `ExchangeFailed`. */
      exchange(answer: URLSearchParams, secrets: AuthorizationSecrets, site: string | null): Promise<Grant>;
    }
  /** By what the person enters on a page of ours; `undefined` when the service does not accept it. */
  | { by: "credentials"; verify(answers: Answers): Promise<Grant | undefined> }
  /** By the integration's own code, once the user is verified and the flow is claimed. */
  | { by: "own_code"; obtain(person: VerifiedPerson, log: Log): Promise<Grant> };

/** What was entered on a page of ours, by the name of each field. */
export type Answers = Readonly<Record<string, string>>;

/** Whom the hub, or the person on Blink's question page, has confirmed. */
export interface VerifiedPerson {
  id: string;
}

/** What the rest of the SDK knows of an external service, however one logs in there. */
export interface ExternalService {
  readonly wayIn: WayIn;
  /** What a page of ours asks before anything else: the customer's address, or the credentials themselves. */
  readonly question: Question | undefined;
  /** Finds out by whose account a grant opens; throws when nobody can say. */
  identify(grant: Grant): Promise<Identity>;
  /** Puts the access token into a request. */
  authorize(headers: Headers, accessToken: string): void;
  /** Origins that the token of an account may be sent to. */
  originsOf(site: string | null): readonly string[];
  /** The customer's part of the service's host, as it was kept with an account. */
  siteOf(additionalInfo: string | null): string | null;
  /**
   * Renews the tokens. Throws `GrantInvalid` when the grant is over, `AnswerLost` when the refresh token may have been
   * replaced nevertheless, and `ExternalServiceDown` for anything else.
   */
  refresh(refreshToken: string, site: string | null): Promise<Grant>;
  /** Whether withdrawing one grant ends the others that the same account has given to this client. */
  readonly withdrawsAll: boolean;
  /** Withdraws a grant. Throws `ExternalServiceDown` when trying again may help. */
  revoke(tokens: Tokens): Promise<RevocationReport>;
  /** Asks the service whether it still accepts credentials that can't be renewed; only where there is a way to ask. */
  isAccepted?(accessToken: string, site: string | null): Promise<boolean>;
}

export interface ServiceParts {
  fetch: Fetch;
  clock: Clock;
  redirectUri: string;
  /** Origins that the access token may be sent to; by default what the service's own description says. */
  apiOrigins: readonly string[] | undefined;
}

/** Creates the external service that `auth` describes. */
export function createExternalService(auth: Auth, parts: ServiceParts): ExternalService {
  switch (auth.kind) {
    case "oauth2":
      return createOAuthService(auth, parts);
    case "credentials":
      return createCredentialsService(auth, parts);
    case "custom":
      return createCustomService(auth, parts);
  }
}
