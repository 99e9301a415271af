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
      mark: acknowledged.state === "waiting" ? "open" : "done",
      title: acknowledgement.title,
      body: acknowledgement.body(receipt.integration_name),
      detail: null,
      note:
        isWaiting(receipt) && acknowledged.attempts > 0
          ? format.count(acknowledged.attempts, t.receipt.attempts)
          : null,
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

/** Whether the integration still has to answer, so that asking again makes sense. */
export function isWaiting(receipt: Receipt): boolean {
  return receipt.acknowledged.state === "waiting";
}
