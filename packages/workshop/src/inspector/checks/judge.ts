import type { ExchangeCheck } from "@joinery/contract/workshop";
import type { Seen } from "../seen.ts";
import { ACCOUNT_CHECKS } from "./account-checks.ts";
import { CONNECT_CHECKS } from "./connect-checks.ts";
import { DISCONNECT_CHECKS } from "./disconnect-checks.ts";
import { FLOW_CHECKS } from "./flow-checks.ts";
import { HUB_CHECKS } from "./hub-checks.ts";
import type { PassiveCheck } from "./passive-check.ts";
import { refusalOf } from "./refusal.ts";
import { SECRECY_CHECKS } from "./secrecy-checks.ts";

/** Everything that is looked at beside an exchange, without asking anybody anything. */
export const PASSIVE_CHECKS: readonly PassiveCheck[] = [
  ...HUB_CHECKS,
  ...CONNECT_CHECKS,
  ...FLOW_CHECKS,
  ...ACCOUNT_CHECKS,
  ...DISCONNECT_CHECKS,
  ...SECRECY_CHECKS,
];

/** Judges a finished exchange. What was seen is said in statuses and names, and never with received text. */
export function judge(seen: Seen): readonly ExchangeCheck[] {
  const judged = PASSIVE_CHECKS.filter(({ appliesTo }) => appliesTo(seen)).map((check): ExchangeCheck => {
    const { id, sentence, page } = check;
    const got = check.judge(seen);
    return got === null ? { id, sentence, passed: true, page } : { id, sentence, passed: false, got, page };
  });
  const isWrong = seen.fault !== null || judged.some(({ id, passed }) => !passed && id.startsWith("rule.hub."));
  const refusal = refusalOf(seen, isWrong);
  return refusal === null ? judged : [...judged, refusal];
}
