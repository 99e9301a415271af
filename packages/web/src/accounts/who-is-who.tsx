import type { AccountView } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { t } from "../texts/current.ts";
import { Breakable } from "../ui/breakable.tsx";

/** The account that was meant and the one that came back, side by side. */
export function WhoIsWho({ view }: { view: AccountView }) {
  const { account } = view;
  const words = t.account.choice;
  const meant = account.pending_for;
  return (
    <dl className="grid gap-3 sm:grid-cols-2">
      {meant === null ? null : (
        <div className="rounded-xl border border-line px-4 py-3">
          <dt className="text-ink-2 text-sm">{words.meant}</dt>
          <dd className="mt-0.5 break-words font-medium">
            <Link
              to="/accounts/$accountId"
              params={{ accountId: meant.linked_account_id }}
              className="underline decoration-line-strong underline-offset-4 hover:decoration-current"
            >
              <Breakable text={meant.external_account_id} />
            </Link>
          </dd>
        </div>
      )}
      <div className="rounded-xl border border-warn-line bg-warn-soft px-4 py-3">
        <dt className="text-ink-2 text-sm">{words.came}</dt>
        <dd className="mt-0.5 break-words font-medium">
          <Breakable text={account.external_account_id} />
          {account.display_name === null ? null : (
            <span className="font-normal text-ink-2"> · {account.display_name}</span>
          )}
        </dd>
      </div>
    </dl>
  );
}
