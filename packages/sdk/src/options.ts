import type { Action } from "./actions/action.ts";
import { type BlinkDialect, type BlinkOptions, checkDialect } from "./blink/dialect.ts";
import type { Clock } from "./clock.ts";
import type { Auth } from "./external/auth.ts";
import { authFaults, nameOf } from "./external/auth-faults.ts";
import type { Fetch } from "./http/bounded-fetch.ts";
import { parseUrl } from "./http/loopback.ts";
import type { LogSink } from "./log.ts";
import { type SealedOptions, sealedFaults } from "./sealed/sealed-options.ts";
import { reveal, type Secret } from "./secret.ts";
import type { Spool } from "./spool/spool.ts";
import type { Store } from "./store/store.ts";

/** Whom an integration serves: our hub, which verifies every connect, or Blink, which can't. */
export type IntegrationMode = "hub" | "blink";

/** What a hub's admin panel shows on the management page of an integration. */
export interface HubSettings {
  /** The hub's public URL; for Blink `https://api.joinblink.com`. */
  hub: string;
  /** By default Blink mode for Blink's own hosts, else `hub`. Nothing that arrives later can change it. */
  mode?: IntegrationMode;
  /** The integration's id in the hub. */
  serviceId: string;
  /** Names the way to log in; linked accounts belong to it. */
  authId: string;
  /** The proxy secret, or current and next while one replaces the other. */
  proxySecret: string | Secret<string> | readonly [current: string | Secret<string>, next: string | Secret<string>];
  /** Opens the hub's API for this integration; a secret. */
  apiToken: string | Secret<string>;
  /** The origin under which people's browsers reach this integration. */
  connectBase: string;
}

/** Everything `createIntegration` needs. */
export interface IntegrationOptions extends HubSettings {
  /** The external service's name as people know it; a preset has one. */
  name?: string;
  /** Its picture on the pages of the SDK: a `data:` address of a PNG, JPEG, WebP or SVG, 48 KB at most. */
  icon?: string;
  /** How accounts are linked: `oauth2`, `apiKey`, `basic`, `form` or `custom`. */
  auth: Auth;
  /** What people can let it do, each made by `action`. */
  actions?: readonly Action[];
  /** Path of the proxy URL, when it is not the root of this server, for example `/acme`. */
  proxyPath?: string;
  /**
   * Origins that access tokens may be sent to, and nowhere else; by default what `auth` says, else the issuer's.
   * `https://*.acme.example` stands for every host exactly one label below.
   */
  apiOrigins?: readonly string[];
  /** What differs in your Blink tenant from the public pages; used in Blink mode only. */
  blink?: BlinkOptions;
  /** Shared by all processes of this integration; without it each remembers for itself. See `Store`. */
  store?: Store;
  /**
   * Where unfinished work outlives a crash; without it `serve` uses a folder, and any other server memory, which a
   * crash empties. `none` is memory always: for platforms without a disk. See `Spool`.
   */
  spool?: Spool | "none";
  /**
   * Seals cookies, links and the spool; by default derived from the API token. Set it to rotate one without the other: at least 16
   * random characters, because whoever guesses it can connect accounts to anybody.
   */
  cookieSecret?: string | Secret<string>;
  /** Encrypts tokens with a key of yours before hub or Blink get them. See the guide on sealed tokens. */
  sealed?: SealedOptions;
  /** Receives what happens; lines of JSON on the console by default. */
  log?: LogSink;
  /** Says what time it is; the machine's by default. */
  clock?: Clock;
  /** Sends all requests to hub and service; the `fetch` of the platform by default. */
  fetch?: Fetch;
}

/** Characters of a secret of the integration's own; less could be guessed from what it seals. */
const SHORTEST_COOKIE_SECRET = 16;

const ICON = /^data:image\/(png|jpeg|webp|svg\+xml);base64,[A-Za-z0-9+/=]{1,65536}$/;

/** Options that were checked and completed. */
export interface CheckedOptions {
  mode: IntegrationMode;
  dialect: BlinkDialect;
  hubUrl: string;
  connectBase: URL;
  proxyPath: string;
  proxySecrets: readonly string[];
  apiToken: string;
  name: string;
  cookieSecret: string;
}

/** Checks the options, or throws a `TypeError` that names all faults at once, and never a value. */
export function checkOptions(options: IntegrationOptions): CheckedOptions {
  const proxySecrets = [options.proxySecret].flat().map(reveal);
  const apiToken = reveal(options.apiToken);
  const cookieSecret = reveal(options.cookieSecret);
  const proxyPath = (options.proxyPath ?? "").replace(/\/+$/, "");
  const routes = (options.actions ?? []).map(({ method, path }) => `${method} ${path}`);
  const hub = parseUrl(options.hub);
  const connectBase = parseUrl(options.connectBase);

  const dialect = checkDialect(options.blink);
  const isBlink = hub !== undefined && isBlinkHost(hub);
  const mode = options.mode ?? (isBlink ? "blink" : "hub");

  const faults = [
    hub === undefined && "hub must be an https URL (http only on this machine)",
    mode !== "hub" && mode !== "blink" && 'mode must be "hub" or "blink"',
    mode === "hub" && isBlink && 'mode must be "blink" for this hub, which can\'t verify a connect',
    connectBase === undefined && "connectBase must be an https URL (http only on this machine)",
    connectBase !== undefined && connectBase.pathname !== "/" && "connectBase must be an origin, without a path",
    ...authFaults(options.auth, options.apiOrigins),
    nameOf(options) === undefined && "name is missing",
    options.icon !== undefined &&
      !ICON.test(options.icon) &&
      "icon must be a data: address of a picture, 48 KB at most",
    !options.serviceId && "serviceId is missing",
    !options.authId && "authId is missing",
    !apiToken && "apiToken is missing",
    // Also what a variable that is not set leaves behind: a missing secret would equal a missing header.
    (proxySecrets.length === 0 || proxySecrets.some((secret) => !secret)) && "proxySecret is missing",
    (cookieSecret?.length ?? SHORTEST_COOKIE_SECRET) < SHORTEST_COOKIE_SECRET &&
      `cookieSecret must have at least ${SHORTEST_COOKIE_SECRET} characters`,
    !/^(\/[^/?#]+)*$/.test(proxyPath) && "proxyPath must begin with a slash",
    /^\/connect(\/|$)/.test(proxyPath) && "proxyPath must not begin with /connect, where people's browsers arrive",
    new Set(routes).size < routes.length && "two actions have the same method and path",
    ...sealedFaults(options.sealed),
    ...dialect.faults,
  ].filter((fault) => typeof fault === "string");
  if (faults.length > 0 || !hub || !connectBase) throw new TypeError(`createIntegration: ${faults.join("; ")}`);

  return {
    mode,
    dialect: dialect.dialect,
    hubUrl: hub.href.replace(/\/+$/, ""),
    connectBase,
    proxyPath,
    proxySecrets,
    apiToken,
    name: nameOf(options) ?? "",
    cookieSecret: cookieSecret ?? apiToken,
  };
}

/** Blink's own hosts; a name may end with a dot (RFC 1034, 3.1). */
function isBlinkHost({ hostname }: URL): boolean {
  return /(^|\.)joinblink\.com\.?$/.test(hostname);
}
