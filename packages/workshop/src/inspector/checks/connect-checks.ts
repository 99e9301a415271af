import { HEADERS } from "@joinery/contract";
import { headerOf, jsonOf, stringField } from "../messages.ts";
import type { Seen } from "../seen.ts";
import { isFromHub, isSuccess, outcomeOf, type PassiveCheck } from "./passive-check.ts";
import { secretInUrl } from "./secrecy-checks.ts";

/** Later answers open nothing (contract 1.1). */
const ANSWER_WITHIN_MS = 10_000;

/** Whether the integration must answer this Connect: no fault shaped it, and secret, user and Auth ID are given. */
function isRightConnect(seen: Seen): boolean {
  if (!isFromHub(seen) || seen.step !== "Connect" || seen.fault !== null) return false;
  const { request, facts } = seen;
  const isOwn = request.url.pathname.endsWith(`/auth/${facts.auth_id}`);
  const hasUser = (headerOf(request, HEADERS.userId) ?? "") !== "";
  return isOwn && hasUser && headerOf(request, HEADERS.proxySecret) === facts.proxy_secret;
}

function urlOf({ response }: Seen): URL | null {
  if (response === null) return null;
  return URL.parse(stringField(jsonOf(response), "authorization_url") ?? "");
}

const hasUrl = (seen: Seen) => isRightConnect(seen) && isSuccess(seen) && urlOf(seen) !== null;

/** What the answer to Connect must be (contract 1.1, 2.1). */
export const CONNECT_CHECKS: readonly PassiveCheck[] = [
  {
    id: "core.auth.answers",
    sentence: "Connect is answered with status 200.",
    page: "/checks/core.auth.answers",
    appliesTo: isRightConnect,
    judge: (seen) => (seen.response?.status === 200 ? null : outcomeOf(seen)),
  },
  {
    id: "core.auth.envelope",
    sentence: 'The answer to Connect is {"code":"OK","message":"OK","data":{"authorization_url":"…"}}.',
    page: "/checks/core.auth.envelope",
    appliesTo: (seen) => isRightConnect(seen) && isSuccess(seen),
    judge: faultOfEnvelope,
  },
  {
    id: "core.auth.in-time",
    sentence: "Connect is answered within 10 seconds.",
    page: "/checks/core.auth.in-time",
    appliesTo: isRightConnect,
    judge({ durationMs, response }) {
      if (durationMs > ANSWER_WITHIN_MS) return `${Math.round(durationMs / 1000)} s`;
      return response === null ? "no answer" : null;
    },
  },
  {
    id: "core.auth.url",
    sentence: "The authorization URL is https, or http on the user's own machine, and not the hub's.",
    page: "/checks/core.auth.url",
    appliesTo: hasUrl,
    judge: faultOfScheme,
  },
  {
    id: "rule.connect.base",
    sentence: "The authorization URL is <connect base>/connect/<flow>.",
    page: "/problems/INTEGRATION_ANSWER_WRONG",
    appliesTo: (seen) => hasUrl(seen) && seen.facts.connect_base !== null,
    judge: faultOfPlace,
  },
  {
    id: "core.url.new",
    sentence: "The authorization URL is new each time.",
    page: "/checks/core.url.new",
    appliesTo: hasUrl,
    judge: (seen) =>
      seen.isRepeated("authorization_url", urlOf(seen)?.href ?? "") ? "the same URL as for an earlier Connect" : null,
  },
  {
    id: "core.url.no-secret",
    sentence: "The authorization URL holds no token, no secret and no password.",
    page: "/checks/core.url.no-secret",
    appliesTo: hasUrl,
    judge(seen) {
      const url = urlOf(seen);
      return url === null ? null : secretInUrl(url, seen);
    },
  },
];

function faultOfEnvelope({ response }: Seen): string | null {
  if (response === null) return "no answer";
  const json = jsonOf(response);
  if (json === undefined) return "an answer that is not JSON";
  const { code, message, data } = Object(json) as { code?: unknown; message?: unknown; data?: unknown };
  if (code !== "OK") return "no code OK";
  if (message !== "OK") return "no message OK";
  const url = (Object(data) as { authorization_url?: unknown }).authorization_url;
  if (typeof url !== "string" || url === "") return "no authorization_url in data";
  return URL.parse(url) === null ? "an authorization_url that is not an absolute URL" : null;
}

function faultOfScheme(seen: Seen): string | null {
  const url = urlOf(seen);
  if (url === null) return "no URL";
  if (url.origin === seen.facts.hub) return "a URL of the hub itself";
  if (url.username !== "" || url.password !== "") return "a URL with a user name or a password";
  if (url.protocol === "https:") return null;
  const isOwnMachine = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "http:") return "a URL that is neither https nor http";
  return isOwnMachine ? null : "an http URL of another machine";
}

function faultOfPlace(seen: Seen): string | null {
  const { facts, request } = seen;
  const base = (facts.connect_base ?? "").replace(/\/+$/, "");
  const expected = `${base}/connect/${headerOf(request, HEADERS.flow) ?? ""}`;
  const url = urlOf(seen)?.href;
  if (url === expected) return null;
  return url?.startsWith(`${base}/`) === true ? "another address below the connect base" : "an address elsewhere";
}
