import { HEADERS } from "@joinery/contract";

/**
 * How Blink spells things. Blink's public pages leave some of it open; the defaults are our best reading of them. Look
 * each of these up in your own tenant, in one place, and change what differs.
 */
export interface BlinkDialect {
  /** Request headers of the proxy. Developer pages of your tenant, *Using the Proxy Endpoint*. */
  headers: {
    proxySecret: string;
    userId: string;
  };
  /**
   * Paths below the base, with `{user_id}` and `{linked_account_id}`. API reference of your tenant, the request line of
   * each call, under *Users* and *Linked Accounts*.
   */
  paths: {
    users: string;
    linkedAccounts: string;
    linkedAccount: string;
  };
  /** Parameters of the two lists. API reference of your tenant, *Query Params* of the same calls. */
  query: {
    page: string;
    userId: string;
    employeeId: string;
    authId: string;
  };
  /** Method of *Update User Linked Account*. API reference of your tenant, its request line. */
  updateMethod: "PATCH" | "PUT" | "POST";
  /**
   * Names of the fields that are sent; `null` for one that your tenant does not take. API reference of your tenant, *Body
   * Params* of *Add User Linked Account*. The four that the public page does not have are not sent by default.
   */
  fields: {
    auth_id: string;
    external_account_id: string;
    access_token: string;
    refresh_token: string;
    expiry: string;
    requires_reauthentication: string;
    additional_info: string | null;
    external_subject: string | null;
    display_name: string | null;
    avatar_url: string | null;
    scopes: string | null;
  };
  /** Field of an answer that holds a linked account's id. API reference of your tenant, *Response* of the same call. */
  idField: string;
}

/**
 * What differs in your Blink tenant from the public pages, as `blink` of an integration. Each part may be given alone.
 *
 * @example
 * ```ts
 * import type { BlinkOptions } from "@joinery/sdk";
 *
 * const blink: BlinkOptions = {
 *   paths: { linkedAccount: "/v2/linked-accounts/{linked_account_id}" },
 *   fields: { access_token: "token", display_name: "display_name" },
 * };
 * ```
 */
export type BlinkOptions = {
  [Part in keyof BlinkDialect]?: BlinkDialect[Part] extends string ? BlinkDialect[Part] : Partial<BlinkDialect[Part]>;
};

/** Blink as its public pages have it (contract, part 1). */
export const DEFAULT_DIALECT: BlinkDialect = {
  headers: { proxySecret: HEADERS.proxySecret, userId: HEADERS.userId },
  paths: {
    users: "/v2/user",
    linkedAccounts: "/v2/user/{user_id}/linked-accounts",
    linkedAccount: "/v2/user/{user_id}/linked-accounts/{linked_account_id}",
  },
  query: { page: "page", userId: "userId", employeeId: "employeeId", authId: "auth_id" },
  updateMethod: "PATCH",
  fields: {
    auth_id: "auth_id",
    external_account_id: "external_account_id",
    access_token: "access_token",
    refresh_token: "refresh_token",
    expiry: "expiry",
    requires_reauthentication: "requires_reauthentication",
    additional_info: "additional_info",
    external_subject: null,
    display_name: null,
    avatar_url: null,
    scopes: null,
  },
  idField: "linked_account_id",
};

/** Completes what was given, and names what can't work. */
export function checkDialect(given: BlinkOptions = {}): { dialect: BlinkDialect; faults: string[] } {
  const dialect: BlinkDialect = {
    headers: { ...DEFAULT_DIALECT.headers, ...given.headers },
    paths: { ...DEFAULT_DIALECT.paths, ...given.paths },
    query: { ...DEFAULT_DIALECT.query, ...given.query },
    updateMethod: given.updateMethod ?? DEFAULT_DIALECT.updateMethod,
    fields: { ...DEFAULT_DIALECT.fields, ...given.fields },
    idField: given.idField ?? DEFAULT_DIALECT.idField,
  };
  const { paths, headers } = dialect;
  const faults = [
    Object.values(paths).some((path) => !/^\/[^?#\s]*$/.test(path)) && "blink.paths must begin with a slash",
    !paths.linkedAccounts.includes("{user_id}") && "blink.paths.linkedAccounts must contain {user_id}",
    !paths.linkedAccount.includes("{linked_account_id}") &&
      "blink.paths.linkedAccount must contain {linked_account_id}",
    Object.values(headers).some((name) => !/^[\w-]+$/.test(name)) && "blink.headers must be names of headers",
    headers.proxySecret.toLowerCase() === headers.userId.toLowerCase() && "blink.headers must differ",
  ].filter((fault) => typeof fault === "string");
  return { dialect, faults };
}
