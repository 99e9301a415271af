import { HEADERS } from "@joinery/contract";
import { headerOf } from "../messages.ts";
import type { Seen } from "../seen.ts";
import { faultOfStatement } from "./hub-statement.ts";
import { isFromHub, outcomeOf, type PassiveCheck } from "./passive-check.ts";

function secretOf({ request }: Seen): string | undefined {
  return headerOf(request, HEADERS.proxySecret);
}

function isRightSecret(seen: Seen): boolean {
  return secretOf(seen) === seen.facts.proxy_secret;
}

/** What every request of the hub to the integration must say (contract 1.1, 2.2). */
export const HUB_CHECKS: readonly PassiveCheck[] = [
  {
    id: "rule.hub.secret",
    sentence: "The request carries the proxy secret.",
    page: "/problems/SECRET_WRONG",
    appliesTo: isFromHub,
    judge(seen) {
      if (isRightSecret(seen)) return null;
      return (secretOf(seen) ?? "") === "" ? "no secret" : "another secret";
    },
  },
  {
    id: "rule.hub.user",
    sentence: "The request says which user it is for.",
    page: "/problems/BAD_REQUEST",
    appliesTo: isFromHub,
    judge: ({ request }) => ((headerOf(request, HEADERS.userId) ?? "") === "" ? "no user" : null),
  },
  {
    id: "rule.hub.statement",
    sentence: "The hub's signed statement says what the request is: user, method, path, body, time.",
    page: "/problems/ASSERTION_INVALID",
    appliesTo: (seen) => isFromHub(seen) && seen.facts.kind !== "blink",
    judge: faultOfStatement,
  },
  {
    id: "core.secret.wrong",
    sentence: "A request without the right proxy secret is refused.",
    page: "/checks/core.secret.wrong",
    appliesTo: (seen) => isFromHub(seen) && !isRightSecret(seen) && (secretOf(seen) ?? "") !== "",
    judge: refusedOrNot,
  },
  {
    id: "core.secret.missing",
    sentence: "A request without a proxy secret is refused.",
    page: "/checks/core.secret.missing",
    appliesTo: (seen) => isFromHub(seen) && (secretOf(seen) ?? "") === "",
    judge: refusedOrNot,
  },
];

function refusedOrNot(seen: Seen): string | null {
  const { response } = seen;
  return response !== null && response.status >= 400 && response.status <= 499 ? null : outcomeOf(seen);
}
