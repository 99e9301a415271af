import type { Receipt } from "@joinery/contract";
import { format, t } from "../texts/current.ts";

/** `done`: it happened · `open`: it may still happen · `unsure`: nobody can say · `undone`: it did not happen. */
export type LineMark = "done" | "open" | "unsure" | "undone";

export interface ReceiptLine {
  key: "removed" | "acknowledged" | "withdrawn";
  mark: LineMark;
  title: string;
  body: string;
  /** What the integration added in its own words. */
  detail: string | null;
  /** Something about the line itself, for example how often it was tried. */
  note: string | null;
  at: string | null;
}

const WITHDRAWN_MARKS: Record<Receipt["withdrawn"]["state"], LineMark> = {
  revoked: "done",
  already_invalid: "done",
  not_supported: "undone",
  shared: "undone",
  failed: "undone",
  unknown: "unsure",
};

const ACKNOWLEDGED_MARKS: Record<Receipt["acknowledged"]["state"], LineMark> = {
  acknowledged: "done",
  unknown_account: "done",
  waiting: "open",
  needs_administrator: "undone",
  finished_anyway: "undone",
};

/** The three lines (contract 2.5). No line says more than what is known. */
export function receiptLines(receipt: Receipt): ReceiptLine[] {
  const { acknowledged, withdrawn } = receipt;
  const words = t.receipt.lines;
  const acknowledgement = words.acknowledged[acknowledged.state];
  const withdrawal = words.withdrawn[withdrawn.state];
  return [
    { key: "removed", mark: "done", ...words.removed, detail: null, note: null, at: receipt.removed.at },
    {
      key: "acknowledged",
      mark: ACKNOWLEDGED_MARKS[acknowledged.state],
      title: acknowledgement.title,
      body: acknowledgement.body(receipt.integration_name, acknowledged.finished_by?.display_name ?? null),
      detail: null,
      note: isOpen(receipt) ? noteOnAttempts(receipt) : null,
      at: acknowledged.at,
    },
    {
      key: "withdrawn",
      mark: WITHDRAWN_MARKS[withdrawn.state],
      title: withdrawal.title,
      body: withdrawal.body,
      detail: withdrawn.detail,
      note: null,
      at: withdrawn.at,
    },
  ];
}

/** Who asked for the removal, in words: a person, the directory, or the integration itself. */
export function requesterOf({ requested_by: person, cause }: Receipt): string {
  if (person !== null) return person.display_name ?? t.general.unknown;
  return cause === "offboarding" ? t.receipt.byDirectory : t.receipt.byIntegration;
}

/** How often the integration was told, what came of it, and when it is told next. */
function noteOnAttempts({ acknowledged, integration_name: name }: Receipt): string | null {
  const { attempts, problem, next_attempt_at: next } = acknowledged;
  const words = t.receipt.attempt;
  const parts = [
    attempts === 0 ? null : format.count(attempts, words.count),
    attempts === 0 || problem === null ? null : problemOf(problem)(name),
    next === null ? null : words.next(format.dateTime(next)),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `${parts.join(". ")}.`;
}

function problemOf(code: string): (name: string) => string {
  const known: Record<string, (name: string) => string> = t.receipt.attempt.problems;
  return (Object.hasOwn(known, code) ? known[code] : undefined) ?? t.receipt.attempt.otherProblem;
}

/** Whether the integration is still being told, so that asking again makes sense. */
export function isWaiting(receipt: Receipt): boolean {
  return receipt.acknowledged.state === "waiting";
}

/** Whether the last word is not spoken yet: by the integration, or by an administrator. */
export function isOpen(receipt: Receipt): boolean {
  return isWaiting(receipt) || receipt.acknowledged.state === "needs_administrator";
}
