import { formOf, headerOf } from "../messages.ts";
import type { Seen } from "../seen.ts";
import { outcomeOf, type PassiveCheck } from "./passive-check.ts";

const isVerified = ({ facts, flow }: Seen) => facts.kind === "verified" && flow !== null;
/** A form that the service has not read was not seen either: then nothing is known about it. */
const isTokenRequest = ({ from, to, request }: Seen) =>
  from === "integration" && to === "service" && formOf(request).get("grant_type") === "authorization_code";
const hasOwnFlow = ({ flow }: Seen) => flow !== null;

/** Whether the hub has let the flow be claimed before (contract 2.1, step 5). */
export function wasClaimed({ earlier }: Seen): boolean {
  return earlier.some(({ step, to, response }) => step === "Claim" && to === "hub" && response?.status === 200);
}

/** How the browser is led through a connect (contract 2.1; RFC 7636; RFC 9700, 2.1.1). */
export const FLOW_CHECKS: readonly PassiveCheck[] = [
  {
    id: "rule.open.cookie",
    sentence: "The opened link sets a cookie that scripts can't read, and leads to the hub.",
    page: "/problems/FLOW_BURNED",
    appliesTo: (seen) =>
      seen.to === "integration" && seen.step === "Open" && isVerified(seen) && seen.earlier.length > 0,
    judge: faultOfOpening,
  },
  {
    id: "rule.callback.no-trace",
    sentence: "The callback ends in a 303 to an address without code and state.",
    page: "/problems/FLOW_CLAIMED",
    appliesTo: (seen) => seen.to === "integration" && seen.step === "Callback" && isVerified(seen),
    judge: faultOfCallback,
  },
  {
    id: "rule.token.after-claim",
    sentence: "The token request comes after the hub has let the flow be claimed.",
    page: "/problems/FLOW_OUT_OF_ORDER",
    appliesTo: (seen) => isTokenRequest(seen) && isVerified(seen),
    judge: (seen) => (wasClaimed(seen) ? null : "a token request before the claim"),
  },
  {
    id: "rule.token.once",
    sentence: "A flow makes one token request at most.",
    page: "/problems/FLOW_CLAIMED",
    appliesTo: (seen) => isTokenRequest(seen) && hasOwnFlow(seen),
    judge: ({ earlier }) => (earlier.some(({ step }) => step === "Token request") ? "another token request" : null),
  },
  {
    id: "rule.token.pkce",
    sentence: "The token request proves with code_verifier that it belongs to the authorization request (PKCE).",
    page: "/problems/EXTERNAL_SERVICE_FAILED",
    appliesTo: isTokenRequest,
    judge: ({ request }) => ((formOf(request).get("code_verifier") ?? "") === "" ? "no code_verifier" : null),
  },
];

function faultOfOpening(seen: Seen): string | null {
  const { response, facts } = seen;
  if (response === null || response.status < 300 || response.status > 399) return outcomeOf(seen);
  // A browser that has been here before is led on at once: its cookie is set again.
  const cookies = response.headers.filter(([name]) => name === "set-cookie").map(([, value]) => value);
  if (cookies.length === 0) return "no cookie";
  if (!cookies.some((cookie) => /;\s*httponly/i.test(cookie))) return "a cookie that scripts can read";
  const location = URL.parse(headerOf(response, "location") ?? "");
  const wasHereBefore = seen.earlier.some(({ step, to }) => step === "Redeem" && to === "hub");
  if (wasHereBefore || location?.origin === facts.hub) return null;
  return "a redirect elsewhere";
}

function faultOfCallback(seen: Seen): string | null {
  const { response, request } = seen;
  if (response?.status !== 303) return outcomeOf(seen);
  const location = URL.parse(headerOf(response, "location") ?? "", request.url.href);
  if (location === null) return "a redirect to nowhere";
  const kept = ["code", "state"].filter((name) => location.searchParams.has(name));
  return kept.length === 0 ? null : `an address with ${kept.join(" and ")}`;
}
