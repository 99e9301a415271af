import type { Receipt } from "@joinery/contract";
import { receiptLines } from "../../accounts/receipt-lines.ts";
import { ReceiptMark } from "../../accounts/receipt-mark.tsx";
import { format } from "../../texts/current.ts";
import { Panel } from "../../ui/section.tsx";

/** The three lines of each account that a leaver had linked, with their times. */
export function ReportAccounts({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {receipts.map((receipt) => (
          <li key={receipt.linked_account_id} className="break-inside-avoid px-5 py-4">
            <p className="break-words font-medium">
              {receipt.external_account_id} <span className="font-normal text-ink-2">· {receipt.integration_name}</span>
            </p>
            <ol className="mt-3 grid gap-2.5">
              {receiptLines(receipt).map((line) => (
                <li key={line.key} className="flex items-start gap-2.5 text-[0.9333rem]">
                  <ReceiptMark mark={line.mark} />
                  <span className="min-w-0 flex-1 pt-0.5">
                    <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                      {line.title}
                      {line.at === null ? null : (
                        <time dateTime={line.at} className="text-ink-2 text-sm tabular-nums">
                          {format.exactTime(line.at)}
                        </time>
                      )}
                    </span>
                    {line.note === null ? null : <span className="block text-ink-2 text-sm">{line.note}</span>}
                    {line.detail === null ? null : (
                      <span className="block break-words text-ink-2 text-sm">“{line.detail}”</span>
                    )}
                  </span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
