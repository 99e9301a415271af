import { HEADERS } from "@joinery/contract";
import { headerOf, typeOf } from "../messages.ts";
import type { Seen } from "../seen.ts";
import { isFromHub, outcomeOf, type PassiveCheck } from "./passive-check.ts";

const ANSWER_WITHIN_MS = 10_000;

function isRightDisconnect(seen: Seen): boolean {
  if (!isFromHub(seen) || seen.step !== "Disconnect" || seen.fault !== null) return false;
  return headerOf(seen.request, HEADERS.proxySecret) === seen.facts.proxy_secret;
}

/** How access ends (contract 1.1, 2.5). */
export const DISCONNECT_CHECKS: readonly PassiveCheck[] = [
  {
    id: "rule.disconnect.acknowledged",
    sentence: "Disconnect is acknowledged: any status of success, and no web page; 404 or 410 for an unknown account.",
    page: "/problems/INTEGRATION_ANSWER_WRONG",
    appliesTo: isRightDisconnect,
    judge(seen) {
      const { response } = seen;
      if (response === null) return "no answer";
      if (response.status === 404 || response.status === 410) return null;
      if (response.status < 200 || response.status > 299) return outcomeOf(seen);
      return typeOf(response) === "text/html" ? "a web page" : null;
    },
  },
  {
    id: "rule.disconnect.in-time",
    sentence: "Disconnect is answered within 10 seconds.",
    page: "/problems/INTEGRATION_TIMEOUT",
    appliesTo: isRightDisconnect,
    judge: ({ durationMs }) => (durationMs > ANSWER_WITHIN_MS ? `${Math.round(durationMs / 1000)} s` : null),
  },
  {
    id: "revoke.order",
    sentence: "Access is withdrawn at the service before the account is deleted.",
    page: "/checks/revoke.order",
    appliesTo: ({ from, to, step, flow, earlier }) =>
      from === "integration" &&
      to === "hub" &&
      step === "Delete linked account" &&
      flow !== null &&
      earlier.some((one) => one.step === "Disconnect" && one.to === "integration"),
    judge({ earlier, hasUnplaced }) {
      const revocations = earlier.filter(({ step, to }) => step === "Revoke" && to === "service");
      if (revocations.length === 0) return hasUnplaced("Revoke") ? null : "no revocation before";
      return revocations.some(({ response }) => response?.status === 200) ? null : "a revocation that failed";
    },
  },
];
