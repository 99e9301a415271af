import type { Revocation } from "@joinery/contract";
import type { Fetch } from "../http/bounded-fetch.ts";
import type { Identity } from "./identify.ts";
import type { Field } from "./question.ts";
import type { Site } from "./service-profile.ts";

/** What `verify` and `revoke` are given beside the credentials. */
export interface CredentialsContext {
  /** Carries the credentials to `apiOrigins`, and nowhere else. 10 s, 1 MB. */
  fetch: Fetch;
  /** The customer's host, for a service with `site`. */
  host: string | undefined;
}

/** What all ways to enter credentials share. */
export interface CredentialsOptions<Given> {
  /** Origins that the credentials may be sent to; with `{site}` for the customer's part. */
  apiOrigins: readonly string[];
  /** For a service that every customer reaches under a sub-domain of their own: the page asks for it, too. */
  site?: Site;
  /** Where people find what they are asked for. */
  help?: { text: string; url: string };
  /** A sentence above the fields. */
  intro?: string;
  /**
   * Tries the credentials, before anything is stored: whose account they open, or `undefined` when the service does not
   * accept them. Throw when it can't say at the moment.
   */
  verify(given: Given & CredentialsContext): Identity | undefined | Promise<Identity | undefined>;
  /** Ends the credentials at the service, where it has a way to. */
  revoke?(given: Given & CredentialsContext): Promise<Revocation>;
}

/** How accounts are linked by credentials that a person enters; made by `apiKey`, `basic` or `form`. */
export interface Credentials {
  /** Tells it from other ways to log in. */
  readonly kind: "credentials";
  /** Origins that the credentials may be sent to. */
  readonly apiOrigins: readonly string[];
  /** The customer's sub-domain, when the page asks for it. */
  readonly site: Site | undefined;
  /** Where people find what they are asked for. */
  readonly help: { text: string; url: string } | undefined;
  /** A sentence above the fields. */
  readonly intro: string | undefined;
  /** What the page asks. */
  readonly fields: readonly Field[];
  /** What is stored as the access token, and back. */
  pack(answers: Readonly<Record<string, string>>): string;
  /** The answers, from what was stored. */
  unpack(packed: string): Readonly<Record<string, string>>;
  /** Puts what was stored into the headers of a request. */
  authorize(headers: Headers, packed: string): void;
  /** Tries the answers before anything is stored; `undefined` when the service does not accept them. */
  verify(answers: Readonly<Record<string, string>>, context: CredentialsContext): Promise<Identity | undefined>;
  /** Ends the credentials at the service; `undefined` where it has no way to. */
  revoke: ((answers: Readonly<Record<string, string>>, context: CredentialsContext) => Promise<Revocation>) | undefined;
}

/** What `apiKey` needs: where the key may go, how it is tried, and how it travels. */
export interface ApiKeyOptions extends CredentialsOptions<{ key: string }> {
  /** What people call it; `API key` by default. */
  label?: string;
  /** One sentence below the field: what a key looks like. */
  hint?: string;
  /** The header that carries it; `authorization` by default. */
  header?: string;
  /** What goes before it; `Bearer` by default, nothing in a header of its own. */
  scheme?: string;
}

/**
 * Links accounts by an API key that the person enters on a page of the SDK. The key is tried before it is stored, and never
 * shown again.
 *
 * @example
 * ```ts
 * import { apiKey } from "@joinery/sdk";
 *
 * const auth = apiKey({
 *   apiOrigins: ["https://api.acme.example"],
 *   help: { text: "Make a key in Acme's settings", url: "https://acme.example/settings/keys" },
 *   async verify({ fetch }) {
 *     const answer = await fetch("https://api.acme.example/me");
 *     if (answer.status === 401) return undefined;
 *     if (!answer.ok) throw new Error("Acme did not answer");
 *     const { id, login } = (await answer.json()) as { id: number; login: string };
 *     return { externalAccountId: login, externalSubject: String(id) };
 *   },
 * });
 * ```
 */
export function apiKey(options: ApiKeyOptions): Credentials {
  const { label = "API key", hint, header = "authorization" } = options;
  const scheme = options.scheme ?? (header.toLowerCase() === "authorization" ? "Bearer" : "");
  return define(options, {
    fields: [{ name: "key", label, secret: true, ...(hint === undefined ? {} : { hint }) }],
    pack: ({ key = "" }) => key,
    unpack: (key) => ({ key }),
    authorize: (headers, key) => headers.set(header, scheme === "" ? key : `${scheme} ${key}`),
  });
}

/** What `basic` needs: where name and password may go, and how they are tried. */
export interface BasicOptions extends CredentialsOptions<{ username: string; password: string }> {
  /** What people read above the name; `User name` by default. */
  usernameLabel?: string;
  /** What people read above the password; `Password` by default. */
  passwordLabel?: string;
}

/**
 * Links accounts by a name and a password (RFC 7617) that the person enters on a page of the SDK. Prefer anything else that
 * the service has: a password can't be limited, and often not be withdrawn.
 *
 * @example
 * ```ts
 * import { basic } from "@joinery/sdk";
 *
 * const auth = basic({
 *   apiOrigins: ["https://erp.acme.example"],
 *   passwordLabel: "App password",
 *   async verify({ username, fetch }) {
 *     const answer = await fetch("https://erp.acme.example/api/session");
 *     if (answer.status === 401) return undefined;
 *     if (!answer.ok) throw new Error("the ERP did not answer");
 *     return { externalAccountId: username };
 *   },
 * });
 * ```
 */
export function basic(options: BasicOptions): Credentials {
  const { usernameLabel = "User name", passwordLabel = "Password" } = options;
  return define(options, {
    fields: [
      { name: "username", label: usernameLabel, autocomplete: "username" },
      { name: "password", label: passwordLabel, secret: true, autocomplete: "current-password" },
    ],
    // A name with a colon could not be told from the password (RFC 7617, 2).
    pack: ({ username = "", password = "" }) => `${username.replaceAll(":", "")}:${password}`,
    unpack: (packed) => {
      const colon = packed.indexOf(":");
      return { username: packed.slice(0, colon), password: packed.slice(colon + 1) };
    },
    authorize: (headers, packed) => headers.set("authorization", `Basic ${toBase64(packed)}`),
  });
}

/** What `form` needs: what is asked, how it is tried, and how it travels. */
export interface FormOptions extends CredentialsOptions<{ answers: Readonly<Record<string, string>> }> {
  /** What the page asks, at least one field. */
  fields: readonly Field[];
  /** Puts the answers into the headers of a request to the service. */
  authorize(headers: Headers, answers: Readonly<Record<string, string>>): void;
}

/**
 * Links accounts by whatever a service wants to know, entered on a page of the SDK.
 *
 * @example
 * ```ts
 * import { form } from "@joinery/sdk";
 *
 * const auth = form({
 *   apiOrigins: ["https://api.acme.example"],
 *   fields: [
 *     { name: "client", label: "Client number" },
 *     { name: "pin", label: "PIN", secret: true, hint: "Six digits, from Acme's letter." },
 *   ],
 *   authorize(headers, { client = "", pin = "" }) {
 *     headers.set("x-acme-client", client);
 *     headers.set("x-acme-pin", pin);
 *   },
 *   async verify({ answers, fetch }) {
 *     const answer = await fetch("https://api.acme.example/whoami");
 *     return answer.ok ? { externalAccountId: answers.client ?? "" } : undefined;
 *   },
 * });
 * ```
 */
export function form(options: FormOptions): Credentials {
  const { fields, authorize, verify, revoke, ...rest } = options;
  const unpack = (packed: string) => JSON.parse(packed) as Record<string, string>;
  return {
    ...define(
      { ...rest, verify: ({ fetch, host, ...answers }) => verify({ answers, fetch, host }) },
      {
        fields,
        pack: (answers) => JSON.stringify(answers),
        unpack,
        authorize: (headers, packed) => authorize(headers, unpack(packed)),
      },
    ),
    revoke: revoke && ((answers, context) => revoke({ answers, ...context })),
  };
}

type Packing = Pick<Credentials, "fields" | "pack" | "unpack" | "authorize">;

function define<Given>(options: CredentialsOptions<Given>, packing: Packing): Credentials {
  const { apiOrigins, site, help, intro, verify, revoke } = options;
  const names = packing.fields.map(({ name }) => name);
  if (names.length === 0 || new Set([...names, "site"]).size < names.length + 1) {
    throw new TypeError("a credentials page needs fields with different names, none of them site");
  }
  if (!names.every((name) => /^[A-Za-z]\w{0,31}$/.test(name))) {
    throw new TypeError("names of fields are letters, digits and _");
  }
  return {
    kind: "credentials",
    ...{ apiOrigins, site, help, intro },
    ...packing,
    verify: async (answers, context) => verify({ ...(answers as Given), ...context }),
    revoke: revoke && ((answers, context) => revoke({ ...(answers as Given), ...context })),
  };
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
