import type { Revocation } from "@joinery/contract";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Log } from "../log.ts";
import type { Identity } from "./identify.ts";

/** An account that the integration's own code has made or found for a verified user. */
export interface CustomAccount extends Identity {
  /** What acts as this user at the service. */
  accessToken: string;
  /** What `renew` is given when the access token ends. */
  refreshToken?: string;
  /** When the access token ends; without it, it does not. */
  expiresAt?: Date;
  /** What was granted. */
  scopes?: readonly string[];
}

/** Tokens of an account, as they are stored. */
export interface CustomTokens {
  /** The access token; `null` when none is stored. */
  accessToken: string | null;
  /** The refresh token; `null` when none is stored. */
  refreshToken: string | null;
}

/** What `custom` needs: how an account is linked, and how it is renewed and withdrawn. */
export interface CustomOptions {
  /** Origins that the access token may be sent to. */
  apiOrigins: readonly string[];
  /**
   * Links an account to this user. Called once for each connect, after the browser was checked; who the user is, is certain.
   * Throw to refuse: then nothing is stored, so undo first what you have done.
   */
  connect(verified: { user: { id: string }; fetch: Fetch; log: Log }): CustomAccount | Promise<CustomAccount>;
  /** Renews the tokens; `undefined` when the service says that they are over. Throw when it can't say at the moment. */
  renew?(tokens: CustomTokens & { fetch: Fetch }): Promise<Omit<CustomAccount, keyof Identity> | undefined>;
  /** Ends the access at the service. Throw when trying again may help. */
  revoke?(tokens: CustomTokens & { fetch: Fetch }): Promise<Revocation>;
  /** Puts the access token into a request; as `Authorization: Bearer` by default. */
  authorize?(headers: Headers, accessToken: string): void;
}

/** How accounts are linked by the integration's own code; made by `custom`. */
export interface Custom extends CustomOptions {
  /** Tells it from other ways to log in. */
  readonly kind: "custom";
}

/**
 * Links accounts by code of your own: for a service that knows its users by something your server can ask for, such as a
 * directory or a token service. The SDK still checks whose browser it is, and keeps, renews and withdraws what you return.
 *
 * @example
 * ```ts
 * import { custom } from "@joinery/sdk";
 *
 * const auth = custom({
 *   apiOrigins: ["https://erp.acme.example"],
 *   async connect({ user, fetch }) {
 *     const answer = await fetch(`https://erp.acme.example/impersonate?user=${encodeURIComponent(user.id)}`);
 *     if (!answer.ok) throw new Error("the ERP does not know this user");
 *     const { login, token } = (await answer.json()) as { login: string; token: string };
 *     return { externalAccountId: login, accessToken: token };
 *   },
 * });
 * ```
 */
export function custom(options: CustomOptions): Custom {
  return { kind: "custom", ...options };
}
