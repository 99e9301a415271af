import type { AuditRow } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";
import type { Phrase } from "../../texts/phrase.ts";

/** Says in a sentence what happened; `undefined` for an action we have no words for. */
export function sentenceOf(
  row: Pick<AuditRow, "action" | "actor" | "subject" | "integration_name">,
): Phrase | undefined {
  const words = t.admin.audit;
  const sentences: Record<string, (who: string, integration: string) => Phrase> = words.actions;
  const sentence = Object.hasOwn(sentences, row.action) ? sentences[row.action] : undefined;
  const who = row.subject ?? row.actor;
  return sentence?.(who?.display_name ?? words.someone, row.integration_name ?? words.something);
}

/** Who acted, when neither the sentence nor the reason names them already. */
export function actorBeside(row: Pick<AuditRow, "action" | "actor" | "subject">): AuditRow["actor"] {
  // Whoever's browser burned a connect did not mean to: "by" would accuse them. The reason names them.
  if (row.action === "connect.burned") return null;
  const isNamed = row.subject === null ? row.action.startsWith("session.") : row.subject.user_id === row.actor?.user_id;
  return isNamed ? null : row.actor;
}
