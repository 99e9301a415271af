import type { AdminPersonView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Crumbs } from "../../shell/crumbs.tsx";
import { PageHeading } from "../../shell/page-heading.tsx";
import { t } from "../../texts/current.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { WhenLoaded } from "../admin-page.tsx";
import { personQuery } from "../queries.ts";
import { OffboardSection } from "./offboard-section.tsx";
import { PersonAccount } from "./person-account.tsx";
import { PersonReceipts } from "./person-receipts.tsx";
import { PersonSessions } from "./person-sessions.tsx";
import { RoleSection } from "./role-section.tsx";

const route = getRouteApi("/app/admin/people/$userId");

/** One person, what they can reach through linked accounts, and what has been taken back. */
export function PersonPage() {
  const { userId } = route.useParams();
  const person = useQuery({ ...personQuery(userId), refetchOnMount: "always" });
  return (
    <div className="max-w-3xl">
      <Crumbs crumbs={[{ label: t.admin.people.title, link: { to: "/admin/people" } }]} />
      <WhenLoaded query={person}>{(view) => <Content key={userId} view={view} />}</WhenLoaded>
    </div>
  );
}

function Content({ view }: { view: AdminPersonView }) {
  const { person } = view;
  const words = t.admin.people;
  const name = person.display_name ?? person.email ?? words.unnamed;
  const live = view.accounts.filter((account) => account.state !== "gone" && account.state !== "disconnecting");
  return (
    <>
      <header className="flex items-start gap-4">
        <Avatar initials={person.initials} size="lg" />
        <div className="min-w-0">
          <PageHeading title={name} />
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 break-words text-ink-2">
            {[person.email, person.job_title, person.department_name].filter((part) => part !== null).join(" · ")}
            {person.role === "member" ? null : <Badge>{words.roles[person.role]}</Badge>}
            {person.active ? null : <Badge tone="warn">{words.inactive}</Badge>}
          </p>
        </div>
      </header>
      <Section title={words.accounts}>
        {live.length === 0 ? (
          <p className="text-ink-2">{words.noAccounts(name)}</p>
        ) : (
          <Panel className="overflow-hidden">
            <ul className="divide-y divide-line">
              {live.map((account) => (
                <PersonAccount
                  key={account.linked_account_id}
                  account={account}
                  person={name}
                  userId={person.user_id}
                />
              ))}
            </ul>
          </Panel>
        )}
      </Section>
      <Section title={words.receipts}>
        {view.receipts.length === 0 ? (
          <p className="text-ink-2">{words.noReceipts}</p>
        ) : (
          <PersonReceipts receipts={view.receipts} userId={person.user_id} />
        )}
      </Section>
      {person.active ? (
        <>
          <PersonSessions userId={person.user_id} name={name} />
          <RoleSection person={person} />
        </>
      ) : null}
      <OffboardSection view={view} name={name} accounts={live.length} />
    </>
  );
}
