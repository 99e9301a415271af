import { t } from "../texts/current.ts";
import type { Outcome } from "./connect-state.ts";

export interface OutcomeWords {
  title: string;
  body: string;
}

/** What people read about an outcome. A reason we have no words for stays out of sight. */
export function wordsForOutcome(outcome: Outcome, integrationName: string): OutcomeWords {
  switch (outcome.kind) {
    case "completed":
      if (outcome.remark !== null) {
        const { title, body } = t.connect.remarks[outcome.remark];
        return { title, body: body(integrationName) };
      }
      return { title: t.connect.completed.title, body: t.connect.completed.body(integrationName) };
    case "burned":
      return t.connect.burned;
    case "expired":
      return t.connect.expired;
    case "refused":
      return { title: t.connect.refused.title, body: sentenceForReason(outcome.reason, integrationName) };
  }
}

function sentenceForReason(reason: string | null, integrationName: string): string {
  const reasons: Record<string, (name: string) => string> = t.connect.refused.reasons;
  const sentence = reason !== null && Object.hasOwn(reasons, reason) ? reasons[reason] : undefined;
  return sentence === undefined ? t.connect.refused.other() : sentence(integrationName);
}
