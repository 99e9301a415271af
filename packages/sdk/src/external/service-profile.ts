/** Where a service's endpoints are. Each may hold `{site}`, the customer's own sub-domain. */
export interface Endpoints {
  /** Where people log in and agree (RFC 6749, 3.1). */
  authorization: string;
  /** Where codes and refresh tokens are exchanged (RFC 6749, 3.2). */
  token: string;
  /** Withdraws a grant (RFC 7009). */
  revocation?: string;
  /** OpenID Connect Core 1.0, 5.3. */
  userinfo?: string;
  /** Takes the authorization request before the browser comes (RFC 9126). */
  pushedAuthorization?: string;
  /** The keys of its id tokens; needed for the scope `openid` without discovery. */
  jwks?: string;
}

/** A service that every customer reaches under a sub-domain of their own: a page of the SDK asks for it. */
export interface Site {
  /** The host with `{site}` where the customer's part goes, such as `{site}.zendesk.com`. */
  host: `${string}{site}${string}`;
  /** What the page asks, such as `Your Zendesk address`. */
  label: string;
  /** One sentence below the question: where people find it. */
  hint?: string;
}

/** How tokens travel where a service does not do as RFC 6749 says. Everything that is left out is as the RFC says. */
export interface Quirks {
  /** Between scopes in the authorization request; a space by default (RFC 6749, 3.3). */
  scopeSeparator?: string;
  /** The parameter that scopes are asked in, `scope` by default; Slack has `user_scope` for what a user grants. */
  scopeParameter?: string;
  /** Between scopes in the token answer; a space by default (RFC 6749, 3.3), although it was a space in the request. */
  answeredScopeSeparator?: string;
  /** How the token request is written; `form` by default (RFC 6749, 4.1.3). */
  tokenRequest?: "form" | "json";
  /** How the token answer is written; `json` by default (RFC 6749, 5.1). */
  tokenAnswer?: "json" | "form";
  /** Where in the answer the tokens are, from outside in, such as `["authed_user"]`; for a member that is not there, the answer itself is taken. */
  tokensWithin?: readonly string[];
  /** The service calls bearer tokens by another name, such as `user`, or names no type at all. */
  tokenType?: "ignored";
  /** Seconds that an access token lives when the answer has no `expires_in`, or an absurd one; `"never"` when it does not end by itself. */
  lifetimeSeconds?: number | "never";
  /** Errors that it sends in words of its own, also with status 200, and what RFC 6749, 5.2 calls them. */
  errors?: Readonly<Record<string, "invalid_grant" | "invalid_client" | "invalid_request" | "temporarily_unavailable">>;
}

/**
 * How a grant is withdrawn. Without it: by RFC 7009 where the metadata or `endpoints.revocation` say so, else not at all.
 * Where the access token is needed for it and has expired, it is renewed for this. In `body` and `url`, `{access_token}`, `{refresh_token}`, `{client_id}` and `{site}` stand for the values; with `{token}` the request is made
 * for the refresh token and then for the access token.
 */
export type RevocationProfile =
  | {
      /** As RFC 7009 has it: what is done anyway where there is an endpoint. Said so that `reach` can be. */
      as: "rfc7009";
      /** `client`: one withdrawal ends everything that this person has granted to this client, other links as well. */
      reach?: "grant" | "client";
    }
  | {
      /** By a request of the service's own. */
      as: "request";
      /** As above. */
      reach?: "grant" | "client";
      method: "POST" | "DELETE" | "GET";
      /** Where it goes; values stand in it percent-encoded. */
      url: string;
      /** `bearer`: with the access token; `basic`: with the client's id and secret; `none`. */
      authentication: "bearer" | "basic" | "none";
      /** What is sent. */
      body?: { type: "json" | "form"; fields: Readonly<Record<string, string>> };
      /** More headers, such as the type of the answer that is wanted. */
      headers?: Readonly<Record<string, string>>;
      /** Statuses that say the grant is over; 200 and 204 by default. */
      revoked?: readonly number[];
      /** Statuses that say it was over already, such as 404. */
      alreadyInvalid?: readonly number[];
      /** For services that answer 200 to everything: a member of the JSON answer that must be true. */
      revokedWhen?: string;
      /** Members of the JSON answer, `{ error: "token_revoked" }`, that say it was over already. */
      alreadyInvalidWhen?: Readonly<Record<string, string | readonly string[]>>;
    }
  | {
      /** There is no way: a disconnect says so. */
      as: "none";
      /** One sentence for the receipt: what the person or the administrator can do instead. */
      detail: string;
    };

/**
 * Who an account belongs to, as data: members of an answer by their path, such as `user.id`. `subject` is the stable key;
 * several paths are joined with a space. Never an e-mail address: those move from one person to another.
 */
export interface IdentityProfile {
  /**
   * Where it stands: the claims of the id token and userinfo, the token answer, parameters of the callback, or the answer of
   * a request with the access token: a GET, unless the service wants a POST.
   */
  from: "claims" | "token_answer" | "callback" | IdentityRequest;
  /** The stable key of the account; all of several paths must be there. */
  subject: string | readonly string[];
  /** What people recognise the account by; the first path that holds a text. */
  label: string | readonly string[];
  /** The owner's name; the first path that holds a text. */
  displayName?: string | readonly string[];
  /** The address of a picture; the first path that holds a text. */
  avatarUrl?: string | readonly string[];
  /** Something a handler needs later, such as the address of the customer's API: kept in `additional_info`. */
  additionalInfo?: string;
}

/** Where a service says whose token it is. */
export interface IdentityRequest {
  /** The address, at the service's own origins. */
  url: string;
  /** `GET` by default. */
  method?: "GET" | "POST";
  /** More headers; the access token is added. */
  headers?: Readonly<Record<string, string>>;
}

/** What has to be known of an external service, as data. A preset is this, with a source for each fact. */
export interface ServiceProfile {
  /** Issuer, exactly as the service spells it; its endpoints are discovered from there, unless `endpoints` has them. */
  issuer?: string;
  /** Which document the issuer publishes: OpenID Connect Discovery 1.0 (the default), or RFC 8414. */
  discovery?: "openid" | "oauth2";
  /** Instead of discovery. */
  endpoints?: Endpoints;
  /** For a service that every customer reaches under a sub-domain of their own. */
  site?: Site;
  /** By default basic, unless the metadata announces only the form variant. */
  clientAuthentication?: "client_secret_basic" | "client_secret_post" | "private_key_jwt" | "none";
  /** S256 always; `off` only with a reason, for a service that refuses the parameters (RFC 9700, 2.1.1). */
  pkce?: "S256" | { off: string };
  /** Scopes that are always asked for: what identity and refresh tokens need. */
  alwaysScopes?: readonly string[];
  /** More parameters of the authorization request, such as `{ access_type: "offline" }`. */
  authorizationParameters?: Readonly<Record<string, string>>;
  /** More parameters of the token request. */
  tokenParameters?: Readonly<Record<string, string>>;
  /** Where the service does not do as RFC 6749 says. */
  quirks?: Quirks;
  /** How a disconnect withdraws the grant. */
  revocation?: RevocationProfile;
  /** Where the service says whose account it is; needed without the scope `openid`. */
  identity?: IdentityProfile;
  /** Origins that the access token may be sent to; with `{site}` and `https://*.…` for one label. By default the issuer's. */
  apiOrigins?: readonly string[];
}
