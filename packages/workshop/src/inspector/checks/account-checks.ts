import { HEADERS } from "@joinery/contract";
import { headerOf } from "../messages.ts";
import type { Seen } from "../seen.ts";
import { wasClaimed } from "./flow-checks.ts";
import type { PassiveCheck } from "./passive-check.ts";

const isVerifiedSave = ({ from, to, step, facts }: Seen) =>
  from === "integration" && to === "hub" && step === "Save" && facts.kind === "verified";

/** How an account reaches the hub (contract 2.1, step 6). */
export const ACCOUNT_CHECKS: readonly PassiveCheck[] = [
  {
    id: "rule.save.flow",
    sentence: "The save names its flow and carries the claim.",
    page: "/problems/CLAIM_WRONG",
    appliesTo: isVerifiedSave,
    judge({ request }) {
      if (headerOf(request, HEADERS.flow) === undefined) return `no ${HEADERS.flow}`;
      return headerOf(request, HEADERS.claim) === undefined ? `no ${HEADERS.claim}` : null;
    },
  },
  {
    id: "rule.save.repeatable",
    sentence: "The save is safe to repeat: its Idempotency-Key is the flow.",
    page: "/problems/IDEMPOTENCY_KEY_REUSED",
    appliesTo: isVerifiedSave,
    judge({ request }) {
      const key = headerOf(request, HEADERS.idempotencyKey);
      if (key === undefined) return "no Idempotency-Key";
      return key === headerOf(request, HEADERS.flow) ? null : "another Idempotency-Key";
    },
  },
  {
    id: "rule.save.after-claim",
    sentence: "The save comes after the claim.",
    page: "/problems/FLOW_OUT_OF_ORDER",
    appliesTo: (seen) => isVerifiedSave(seen) && seen.flow !== null,
    judge: (seen) => (wasClaimed(seen) ? null : "no claim before"),
  },
];
