import type { AdminDisconnectRow } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { isOpen, receiptLines } from "../../accounts/receipt-lines.ts";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { disconnectsQuery, retryAsAdministrator } from "../queries.ts";
import { FinishAnyway } from "./finish-anyway.tsx";

const words = t.attention;

interface DisconnectSectionProps {
  title: string;
  lead: string;
  rows: readonly AdminDisconnectRow[];
  /** Whether the attempts have stopped, so that only an administrator can end it. */
  mayFinish: boolean;
  onDone: (told: string) => void;
}

/** Disconnects that are not finished, each with what was tried and what one can do. Not there when there are none. */
export function DisconnectSection({ title, lead, rows, mayFinish, onDone }: DisconnectSectionProps) {
  if (rows.length === 0) return null;
  return (
    <Section title={title} lead={lead}>
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.receipt.linked_account_id} row={row} mayFinish={mayFinish} onDone={onDone} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

interface RowProps {
  row: AdminDisconnectRow;
  mayFinish: boolean;
  onDone: (told: string) => void;
}

function Row({ row: { receipt, shredded_at: shreddedAt }, mayFinish, onDone }: RowProps) {
  const now = useNow();
  const queries = useQueryClient();
  const { linked_account_id: id, external_account_id: label, integration_name: integration } = receipt;
  const again = useMutation({
    mutationFn: () => retryAsAdministrator(id),
    onSuccess: (next) => onDone(isOpen(next) ? "" : words.again.answered(label, integration)),
    onSettled: () => queries.invalidateQueries({ queryKey: disconnectsQuery.queryKey }),
  });
  const note = receiptLines(receipt).find(({ key }) => key === "acknowledged")?.note ?? null;
  const owner = receipt.owner.display_name ?? t.admin.people.unnamed;
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="break-words">
            <span className="font-medium">{label}</span> <span className="text-ink-2">· {integration}</span>
          </p>
          <p className="text-ink-2 text-sm">
            <Link
              to="/admin/people/$userId"
              params={{ userId: receipt.owner.user_id }}
              className="underline-offset-4 hover:underline"
            >
              {words.row.owner(owner)}
            </Link>{" "}
            · {words.row.removed(format.ago(receipt.removed.at, now))}
          </p>
          {note === null ? null : <p className="mt-1.5 text-sm text-warn">{note}</p>}
          <p className="mt-1 text-ink-3 text-sm">{words.row.shredded(format.date(shreddedAt))}</p>
        </div>
        <Changes>
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              busy={again.isPending ? words.again.busy : false}
              aria-label={again.isPending ? undefined : words.again.label(label, integration)}
              onClick={() => again.mutate()}
            >
              {words.again.button}
            </Button>
            {mayFinish ? <FinishAnyway receipt={receipt} onDone={onDone} /> : null}
          </div>
        </Changes>
      </div>
      <p role="status" className="mt-2 text-ink-2 text-sm empty:hidden">
        {again.isSuccess && isOpen(again.data) ? words.again.waiting(integration) : null}
      </p>
      {again.isError ? (
        <div className="mt-3">
          <RefusalNotice error={again.error} integrationName={integration} />
        </div>
      ) : null}
    </li>
  );
}
