import type { AccountView } from "@joinery/contract/pages";
import { format, t } from "../texts/current.ts";
import { Badge } from "../ui/badge.tsx";
import { type Fact, Facts } from "../ui/facts.tsx";
import { Ago } from "../ui/time.tsx";

/** What is known about a linked account; what is not known has no line. */
export function AccountFacts({ view }: { view: AccountView }) {
  const { account, integration } = view;
  const words = t.account;
  const facts: (Fact | null)[] = [
    account.display_name === null
      ? null
      : { label: words.displayName, value: <NameWithPicture view={view} name={account.display_name} /> },
    { label: words.linkedAt, value: format.dateTime(account.linked_at) },
    {
      label: words.lastUsed,
      value: account.last_used_at === null ? words.neverUsed : <Ago at={account.last_used_at} />,
    },
    {
      label: words.origin,
      value: (
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <Badge tone={account.verified ? "good" : "warn"}>
            {account.verified ? words.verified : words.unverified}
          </Badge>
          <span className="text-ink-2">
            {account.verified ? words.verifiedHint : words.unverifiedHint(integration.name)}
          </span>
        </span>
      ),
    },
    account.scopes.length === 0 ? null : { label: words.scopes, value: <Scopes scopes={account.scopes} /> },
    account.additional_info === null ? null : { label: words.additional, value: account.additional_info },
  ];
  return <Facts facts={facts.filter((fact) => fact !== null)} />;
}

function NameWithPicture({ view, name }: { view: AccountView; name: string }) {
  const avatarUrl = view.account.avatar_url;
  // Pictures come from the hub only; the pages' policy lets nothing else load.
  const ownPicture = avatarUrl?.startsWith("/") === true ? avatarUrl : null;
  return (
    <span className="flex items-center gap-2.5">
      {ownPicture === null ? null : <img src={ownPicture} alt="" className="size-6 rounded-full" />}
      {name}
    </span>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {scopes.map((scope) => (
        <li key={scope} className="rounded-md border border-line bg-sunken px-1.5 py-px font-mono text-[0.8rem]">
          {scope}
        </li>
      ))}
    </ul>
  );
}
