import type { AdminPersonView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { useNow } from "../../ui/time.tsx";
import { disconnectAsAdministrator } from "../queries.ts";

interface PersonAccountProps {
  account: AdminPersonView["accounts"][number];
  person: string;
  userId: string;
}

/** A linked account of somebody else, and the way to take it back in their place. */
export function PersonAccount({ account, person, userId }: PersonAccountProps) {
  const words = t.admin.people;
  const now = useNow();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const disconnect = useMutation({
    mutationFn: () => disconnectAsAdministrator(account.linked_account_id),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ["admin", "people", userId] });
    },
  });
  const use = account.last_used_at === null ? words.neverUsed : words.lastUsed(format.ago(account.last_used_at, now));
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3 px-5 py-3.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="min-w-0 break-words font-medium">{account.external_account_id}</span>
          <Badge tone={account.verified ? "good" : "warn"}>
            {account.verified ? t.admin.verified : t.admin.unverified}
          </Badge>
          {account.state === "active" ? null : <Badge tone="warn">{t.account.state[account.state]}</Badge>}
        </p>
        <p className="text-ink-2 text-sm">
          {account.integration_name} · {t.integrations.linkedOn(format.date(account.linked_at))} · {use}
        </p>
      </div>
      <Changes>
        <Button
          size="sm"
          look="danger"
          aria-label={words.disconnectLabel(account.external_account_id, account.integration_name)}
          onClick={() => setAsking(true)}
        >
          {words.disconnect}
        </Button>
      </Changes>
      <ConfirmDialog
        open={asking}
        question={words.question(account.external_account_id, account.integration_name, person)}
        confirm={words.disconnect}
        busy={disconnect.isPending ? t.account.disconnecting : false}
        onConfirm={() => disconnect.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.consequence(person)}</p>
        {disconnect.isError ? (
          <RefusalNotice error={disconnect.error} integrationName={account.integration_name} />
        ) : null}
      </ConfirmDialog>
    </li>
  );
}
