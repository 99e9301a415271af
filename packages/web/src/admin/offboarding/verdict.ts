import type { OffboardingReport } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";

/** What a report comes to, in one sentence. It never says more than what is known. */
export interface Verdict {
  tone: "good" | "warn";
  sentence: string;
}

export function verdictOf({ totals, exchanges_open: exchanges }: OffboardingReport): Verdict {
  const words = t.offboarding.report.verdict;
  if (totals.open > 0 || exchanges > 0) return { tone: "warn", sentence: words.open };
  if (totals.not_withdrawn > 0) return { tone: "warn", sentence: words.notWithdrawn };
  return { tone: "good", sentence: totals.accounts === 0 ? words.nothing : words.allWithdrawn };
}
