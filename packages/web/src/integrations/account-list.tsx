import type { AccountSummary } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../texts/current.ts";
import { Badge } from "../ui/badge.tsx";
import { Breakable } from "../ui/breakable.tsx";
import { JointGlyph } from "../ui/joint.tsx";
import { Panel } from "../ui/section.tsx";

/** The linked accounts of one integration, each leading to its page. */
export function AccountList({ accounts }: { accounts: readonly AccountSummary[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {accounts.map((account) => (
          <li key={account.linked_account_id}>
            <AccountRow account={account} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function AccountRow({ account }: { account: AccountSummary }) {
  const needsOwner = account.state === "attention" || account.state === "pending";
  return (
    <Link
      to="/accounts/$accountId"
      params={{ accountId: account.linked_account_id }}
      className="group flex items-center gap-4 px-5 py-3.5 -outline-offset-2 hover:bg-sunken"
    >
      <JointGlyph state={needsOwner ? "held" : "joined"} />
      <span className="min-w-0 flex-1">
        <span className="block break-words font-medium">
          <Breakable text={account.external_account_id} />
        </span>
        <span className="block text-ink-2 text-sm">
          {account.display_name === null ? null : `${account.display_name} · `}
          {account.state === "pending"
            ? t.integrations.cameOn(format.date(account.linked_at))
            : t.integrations.linkedOn(format.date(account.linked_at))}
        </span>
        {needsOwner ? (
          <span className="mt-1 block">
            <Badge tone="warn">{t.account.state[account.state]}</Badge>
          </span>
        ) : account.needs_consent ? (
          <span className="mt-1 block">
            <Badge>{t.account.consent.mark}</Badge>
          </span>
        ) : null}
      </span>
      <span aria-hidden="true" className="text-ink-3">
        →
      </span>
    </Link>
  );
}
