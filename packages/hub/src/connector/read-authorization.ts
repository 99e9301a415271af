import { isIP } from "node:net";
import { authorizationAnswer } from "@joinery/contract";
import ipaddr from "ipaddr.js";
import type { IntegrationReply } from "./call-integration.ts";
import { wrongAnswer } from "./connector-failure.ts";

interface AuthorizationRules {
  /** Hosts this hub answers to, with their port where they have one, as in `URL.host`. */
  hubHosts: readonly string[];
  /** The hub itself is on loopback: other ports of its host name are other parties. */
  development: boolean;
  /** For verified integrations: where the URL must lead (contract 2.1, step 2). */
  expected?: { connectBase: string; flow: string } | undefined;
}

const ANSWER_MAX_BYTES = 64 * 1024;

/**
 * Reads the answer to Connect and returns the URL that the new window may open (contract 1.1).
 *
 * The body is judged, not its label: integrations that leave out the type, or whose framework sends `text/html` for
 * everything, are common, and the answer is never shown.
 *
 * @throws ConnectorFailure INTEGRATION_ANSWER_WRONG with the first thing that is wrong as its detail
 */
export function readAuthorizationUrl(reply: IntegrationReply, rules: AuthorizationRules): string {
  const refuse = (detail: string) => wrongAnswer(detail, reply.status);
  if (reply.status < 200 || reply.status > 299)
    throw refuse(`The integration answered Connect with status ${reply.status}.`);
  if (reply.body.byteLength > ANSWER_MAX_BYTES) throw refuse("The answer to Connect has more than 64 KB.");
  const text = writtenUrlOf(reply, refuse);
  // URL would drop tabs, line breaks and spaces at the ends without a word.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
  const url = /[\u0000-\u0020\u007f]/.test(text) ? null : URL.parse(text);
  if (url === null) throw refuse("The authorization_url is not an absolute URL.");
  const fault = faultOf(url, rules);
  if (fault !== undefined) throw refuse(fault);
  return url.href;
}

function writtenUrlOf(reply: IntegrationReply, refuse: (detail: string) => Error): string {
  const answer = parseJson(reply.body);
  if (answer === undefined) throw refuse("The answer to Connect is not JSON.");
  const { code, data } = Object(answer) as { code?: unknown; data?: unknown };
  if (code !== "OK") throw refuse('The answer to Connect does not have "code": "OK".');
  const parsed = authorizationAnswer.safeParse(data);
  if (!parsed.success) throw refuse("The answer to Connect has no authorization_url in data.");
  return parsed.data.authorization_url;
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** The first reason not to open a URL, or nothing. */
function faultOf(url: URL, { hubHosts, development, expected }: AuthorizationRules): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:") return "The authorization_url is neither https nor http.";
  if (url.protocol === "http:" && !isOwnMachine(url.hostname)) {
    return "The authorization_url is http and does not lead to the user's own machine; it must be https.";
  }
  if (url.username !== "" || url.password !== "") return "The authorization_url contains a user name or a password.";
  if (hubHosts.some((host) => isHub(url, host, development)))
    return "The authorization_url leads back to the hub itself.";
  if (expected === undefined) return undefined;
  if (!isBelow(url, expected.connectBase)) return "The authorization_url does not lie under the connect base.";
  const exact = new URL(`${trimSlashes(expected.connectBase)}/connect/${expected.flow}`);
  return url.href === exact.href
    ? undefined
    : "The authorization_url is not <connect base>/connect/<flow of this Connect>.";
}

/** The same host name, whatever the port. On loopback one machine plays all parties, and the port tells them apart. */
function isHub(url: URL, hubHost: string, development: boolean): boolean {
  const hub = URL.parse(`http://${hubHost}`);
  if (hub === null) return false;
  const bothOwnMachine = isOwnMachine(url.hostname) && isOwnMachine(hub.hostname);
  if (development && bothOwnMachine) return portOf(url) === portOf(hub);
  return withoutDot(url.hostname) === withoutDot(hub.hostname);
}

/** Whether a host name can only mean the machine that opens it (RFC 6761, 6.3). */
function isOwnMachine(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) !== 0 && ipaddr.parse(host).range() === "loopback";
}

function portOf(url: URL): string {
  return url.port || (url.protocol === "https:" ? "443" : "80");
}

/** `hub.example.com.` is `hub.example.com` (RFC 1034, 3.1). */
function withoutDot(hostname: string): string {
  return hostname.replace(/\.$/, "");
}

function isBelow(url: URL, connectBase: string): boolean {
  const base = URL.parse(connectBase);
  return base !== null && url.origin === base.origin && url.pathname.startsWith(`${trimSlashes(base.pathname)}/`);
}

function trimSlashes(text: string): string {
  return text.replace(/\/+$/, "");
}
