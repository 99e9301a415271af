import type { IntegrationView } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../texts/current.ts";
import { Badge } from "../ui/badge.tsx";

/** Links that are being or have been removed, each leading to its receipt. */
export function RemovedList({ removed }: { removed: IntegrationView["removed"] }) {
  return (
    <ul className="divide-y divide-line border-line border-y">
      {removed.map((one) => (
        <li key={one.linked_account_id}>
          <Link
            to="/accounts/$accountId/receipt"
            params={{ accountId: one.linked_account_id }}
            className="flex flex-wrap items-center gap-x-4 gap-y-1 px-1 py-3 text-ink-2 hover:text-ink"
          >
            <span className="min-w-0 break-words font-medium">{one.external_account_id}</span>
            {one.finished ? (
              <span className="text-sm">{t.integrations.removedOn(format.date(one.removed_at))}</span>
            ) : (
              <>
                <span className="text-sm">{t.integrations.removingSince(format.date(one.removed_at))}</span>
                <Badge tone="warn">{t.integrations.removing}</Badge>
              </>
            )}
            <span className="ml-auto text-sm underline underline-offset-4">{t.receipt.title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
