import type { Receipt } from "@joinery/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isWaiting, receiptLines, requesterOf } from "../../accounts/receipt-lines.ts";
import { ReceiptMark } from "../../accounts/receipt-mark.tsx";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { disconnectAsAdministrator } from "../queries.ts";

interface PersonReceiptsProps {
  receipts: readonly Receipt[];
  userId: string;
}

/** The receipts of a person, as an administrator reads them: the three lines of each. */
export function PersonReceipts({ receipts, userId }: PersonReceiptsProps) {
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
              {t.receipt.requestedBy}: {requesterOf(receipt)}
            </p>
            <ol className="mt-3 grid gap-2">
              {receiptLines(receipt).map((line) => (
                <li key={line.key} className="flex items-start gap-2.5 text-[0.9333rem]">
                  <ReceiptMark mark={line.mark} />
                  <span className="pt-0.5">
                    {line.title}
                    {line.note === null ? null : <span className="text-ink-2"> · {line.note}</span>}
                  </span>
                </li>
              ))}
            </ol>
            <AskAgain receipt={receipt} userId={userId} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Tells the integration once more; what it says is in the next receipt. The place for a failure outlives the button. */
function AskAgain({ receipt, userId }: { receipt: Receipt; userId: string }) {
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => disconnectAsAdministrator(receipt.linked_account_id),
    onSettled: () => queries.invalidateQueries({ queryKey: ["admin", "people", userId] }),
  });
  const words = t.admin.people;
  const answered = again.isSuccess ? words.askedAgain[isWaiting(again.data) ? "waiting" : "answered"] : null;
  return (
    <>
      {isWaiting(receipt) ? (
        <div className="mt-3.5">
          <Changes>
            <Button
              size="sm"
              busy={again.isPending ? t.receipt.trying : false}
              aria-label={
                again.isPending ? undefined : words.tryAgainLabel(receipt.external_account_id, receipt.integration_name)
              }
              onClick={() => again.mutate()}
            >
              {t.receipt.tryAgain}
            </Button>
          </Changes>
        </div>
      ) : null}
      <p role="status" className="mt-2 text-ink-2 text-sm empty:hidden">
        {again.isPending ? null : answered}
      </p>
      {again.isError ? (
        <div className="mt-3">
          <RefusalNotice error={again.error} integrationName={receipt.integration_name} />
        </div>
      ) : null}
    </>
  );
}
