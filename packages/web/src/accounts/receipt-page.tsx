import type { Receipt } from "@joinery/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useNoticeSeen } from "../notices/use-notice-seen.ts";
import { meQuery } from "../session/queries.ts";
import { PageColumn } from "../shell/app-shell.tsx";
import { Crumbs } from "../shell/crumbs.tsx";
import { Failure } from "../shell/failure.tsx";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { receiptQuery, retryDisconnect } from "./queries.ts";
import { isOpen, isWaiting } from "./receipt-lines.ts";
import { ReceiptSlip } from "./receipt-slip.tsx";

const route = getRouteApi("/app/accounts/$accountId/receipt");

/** As long as the last word is not spoken, the page looks again by itself. */
const LOOK_AGAIN_MILLISECONDS = 5_000;

/** What became of a link that was removed, in three honest lines (contract 2.5). */
export function ReceiptPage() {
  const { accountId } = route.useParams();
  const receipt = useQuery({
    ...receiptQuery(accountId),
    refetchInterval: (query) =>
      query.state.data !== undefined && isOpen(query.state.data) ? LOOK_AGAIN_MILLISECONDS : false,
  });
  return (
    <PageColumn>
      {receipt.data !== undefined ? (
        <Content receipt={receipt.data} />
      ) : receipt.isError ? (
        <Failure error={receipt.error} onRetry={() => void receipt.refetch()} />
      ) : (
        <Loading>
          <Bar className="mb-6 h-5 w-56" />
          <Bar className="mx-auto h-[34rem] w-full max-w-[26rem]" />
        </Loading>
      )}
    </PageColumn>
  );
}

function Content({ receipt }: { receipt: Receipt }) {
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  useNoticeSeen(receipt.linked_account_id);
  const retry = useMutation({
    mutationFn: () => retryDisconnect(receipt.linked_account_id),
    onSuccess: (next) => queries.setQueryData(receiptQuery(receipt.linked_account_id).queryKey, next),
  });
  return (
    <>
      <div className="print:hidden">
        <Crumbs
          crumbs={[
            { label: t.integrations.title, link: { to: "/" } },
            {
              label: receipt.integration_name,
              link: { to: "/integrations/$serviceId", params: { serviceId: receipt.service_id } },
            },
          ]}
        />
      </div>
      <div className="mx-auto max-w-[26rem]">
        <ReceiptSlip receipt={receipt} organisation={me.data?.organisation.name ?? t.receipt.organisation} />
        <div className="mt-7 space-y-4 print:hidden">
          {retry.isError ? <RefusalNotice error={retry.error} integrationName={receipt.integration_name} /> : null}
          <div className="flex flex-wrap justify-center gap-2">
            {isWaiting(receipt) ? (
              <Button look="primary" busy={retry.isPending ? t.receipt.trying : false} onClick={() => retry.mutate()}>
                {t.receipt.tryAgain}
              </Button>
            ) : null}
            <Button onClick={() => window.print()}>{t.receipt.print}</Button>
          </div>
          <p className="text-center text-ink-2 text-sm">{t.receipt.thanks}</p>
        </div>
      </div>
    </>
  );
}
