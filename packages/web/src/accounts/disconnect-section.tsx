import type { AccountView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Section } from "../ui/section.tsx";
import { disconnectAccount, receiptQuery } from "./queries.ts";

/** The way to take a link back, with a question before and a receipt after. */
export function DisconnectSection({ view }: { view: AccountView }) {
  const { account, integration } = view;
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();

  const disconnect = useMutation({
    mutationFn: () => disconnectAccount(integration.service_id, account.linked_account_id),
    onSuccess: (receipt) => {
      const accountId = account.linked_account_id;
      queries.setQueryData(receiptQuery(accountId).queryKey, receipt);
      queries.removeQueries({ queryKey: ["integrations"] });
      void navigate({ to: "/accounts/$accountId/receipt", params: { accountId }, replace: true });
    },
  });

  return (
    <Section title={t.account.disconnect} lead={t.account.disconnectLead(integration.name)}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t.account.disconnect}
      </Button>
      <ConfirmDialog
        open={asking}
        question={t.account.disconnectQuestion(account.external_account_id, integration.name)}
        confirm={t.account.disconnect}
        keep={t.account.keep}
        busy={disconnect.isPending ? t.account.disconnecting : false}
        onConfirm={() => disconnect.mutate()}
        onClose={() => setAsking(false)}
      >
        <ol className="space-y-1.5">
          {t.account.disconnectWhat.map((line) => (
            <li key={line} className="border-line border-l-2 pl-3">
              {line}
            </li>
          ))}
        </ol>
        <p>{t.account.disconnectKeeps(integration.name)}</p>
        {disconnect.isError ? <RefusalNotice error={disconnect.error} integrationName={integration.name} /> : null}
      </ConfirmDialog>
    </Section>
  );
}
