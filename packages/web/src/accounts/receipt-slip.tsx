import type { Receipt } from "@joinery/contract";
import type { ReactNode } from "react";
import { PageHeading } from "../shell/page-heading.tsx";
import { format, t } from "../texts/current.ts";
import { plainText } from "../texts/phrase.ts";
import { Mark } from "../ui/mark.tsx";
import { Rich } from "../ui/rich.tsx";
import { barPattern } from "./bar-pattern.ts";
import { isOpen, isWaiting, type ReceiptLine, receiptLines, requesterOf } from "./receipt-lines.ts";
import { ReceiptMark } from "./receipt-mark.tsx";

const STAMPS = { finished: "text-good", waiting: "text-warn", stuck: "text-bad" } as const;

/** The slip itself: whose link it was, and the three lines. */
export function ReceiptSlip({ receipt, organisation }: { receipt: Receipt; organisation: string }) {
  const open = isOpen(receipt);
  const stamp = open ? (isWaiting(receipt) ? "waiting" : "stuck") : "finished";
  const heading = open
    ? t.receipt.running(receipt.external_account_id)
    : t.receipt.heading(receipt.external_account_id);
  const cause = t.receipt.causes[receipt.cause]({
    by: receipt.requested_by?.display_name ?? null,
    integration: receipt.integration_name,
    organisation,
  });
  return (
    <div className="slip-shadow slip-print">
      <article className="slip" aria-label={t.receipt.title}>
        <div className="flex items-center justify-between gap-4">
          <span className="flex items-center gap-2 font-semibold tracking-tight">
            <Mark className="size-5" /> {t.receipt.title}
          </span>
          <span className={`stamp stamp-press text-sm ${STAMPS[stamp]}`}>{t.receipt.stamp[stamp]}</span>
        </div>
        <PageHeading
          title={plainText(heading)}
          className="mt-6 break-words text-[1.6rem] leading-tight tracking-[-0.015em]"
        >
          <Rich phrase={heading} />
        </PageHeading>
        <p className="mt-2 text-[0.9333rem] text-ink-2">{cause}</p>

        <dl className="mt-5 space-y-1 font-mono text-[0.8667rem]">
          <Leader label={t.receipt.integration}>{receipt.integration_name}</Leader>
          <Leader label={t.receipt.owner}>{receipt.owner.display_name ?? t.general.unknown}</Leader>
          <Leader label={t.receipt.requestedBy}>{requesterOf(receipt)}</Leader>
          <Leader label={t.receipt.issued}>{format.dateTime(receipt.removed.at)}</Leader>
        </dl>

        <ol className="slip-cut mt-6 space-y-5 pt-6" aria-live="polite">
          {receiptLines(receipt).map((line) => (
            <Line key={line.key} line={line} />
          ))}
        </ol>
        <Bars number={receipt.linked_account_id} />
      </article>
    </div>
  );
}

function Leader({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline gap-2">
      <dt className="text-ink-2">{label}</dt>
      <span className="leader" aria-hidden="true" />
      <dd className="min-w-0 break-words text-right">{children}</dd>
    </div>
  );
}

function Line({ line }: { line: ReceiptLine }) {
  return (
    <li className="grid grid-cols-[1.75rem_1fr] gap-x-3">
      <ReceiptMark mark={line.mark} />
      <div className="min-w-0">
        <p className="font-semibold leading-snug">{line.title}</p>
        <p className="mt-0.5 text-[0.9333rem] text-ink-2">{line.body}</p>
        {line.detail === null ? null : <p className="mt-1 break-words text-ink-2 text-sm">“{line.detail}”</p>}
        {line.note === null ? null : <p className="mt-1 text-ink-2 text-sm">{line.note}</p>}
        {line.at === null ? null : (
          <p className="mt-1 font-mono text-[0.8rem] text-ink-3">{format.exactTime(line.at)}</p>
        )}
      </div>
    </li>
  );
}

function Bars({ number }: { number: string }) {
  const bars = barPattern(number);
  let x = 0;
  const placed = bars.map(({ width, gap }) => {
    const at = x;
    x += width + gap;
    return { at, width };
  });
  return (
    <div className="slip-cut mt-7 pt-6">
      <svg viewBox={`0 0 ${x} 26`} preserveAspectRatio="none" className="h-9 w-full" aria-hidden="true">
        {placed.map((bar) => (
          <rect key={bar.at} x={bar.at} y="0" width={bar.width} height="26" className="fill-ink" />
        ))}
      </svg>
      <p className="mt-2 break-all text-center font-mono text-[0.75rem] text-ink-3">
        {t.receipt.number} {number}
      </p>
    </div>
  );
}
