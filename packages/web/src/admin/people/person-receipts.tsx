import type { Receipt } from "@joinery/contract";
import { receiptLines } from "../../accounts/receipt-lines.ts";
import { ReceiptMark } from "../../accounts/receipt-mark.tsx";
import { format, t } from "../../texts/current.ts";
import { Panel } from "../../ui/section.tsx";

/** The receipts of a person, as an administrator reads them: the three lines of each. */
export function PersonReceipts({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {receipts.map((receipt) => (
          <li key={receipt.linked_account_id} className="px-5 py-4">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className="min-w-0 break-words font-medium">
                {receipt.external_account_id}{" "}
                <span className="font-normal text-ink-2">· {receipt.integration_name}</span>
              </span>
              <span className="text-ink-2 text-sm">{format.dateTime(receipt.removed.at)}</span>
            </p>
            <p className="text-ink-2 text-sm">
              {t.receipt.requestedBy}:{" "}
              {receipt.requested_by === null
                ? t.receipt.byIntegration
                : (receipt.requested_by.display_name ?? t.general.unknown)}
            </p>
            <ol className="mt-3 grid gap-2">
              {receiptLines(receipt).map((line) => (
                <li key={line.key} className="flex items-start gap-2.5 text-[0.9333rem]">
                  <ReceiptMark mark={line.mark} />
                  <span className="pt-0.5">{line.title}</span>
                </li>
              ))}
            </ol>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
