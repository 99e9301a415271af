import type { AdminPeopleView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMayChange } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Avatar } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { TextField } from "../../ui/field.tsx";
import { Panel } from "../../ui/section.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { peopleQuery } from "../queries.ts";
import { findPeople } from "./find-people.ts";

type Row = AdminPeopleView["people"][number];

/** A field to search with is worth its room from this many people on. */
const SEARCH_FROM = 8;

/** The people of the organisation and how many accounts each has linked. */
export function PeoplePage() {
  const people = useQuery({ ...peopleQuery, refetchOnMount: "always" });
  return (
    <AdminPage title={t.admin.people.title} lead={t.admin.people.lead} aside={<WaysIn />}>
      <WhenLoaded query={people}>{(data) => <Everybody rows={data.people} />}</WhenLoaded>
    </AdminPage>
  );
}

function WaysIn() {
  return (
    <div className="flex flex-wrap gap-2">
      <ButtonLink to="/admin/people/directory">{t.directory.scimLink}</ButtonLink>
      {useMayChange() ? <ButtonLink to="/admin/people/import">{t.directory.importLink}</ButtonLink> : null}
    </div>
  );
}

function Everybody({ rows }: { rows: readonly Row[] }) {
  const [text, setText] = useState("");
  const found = findPeople(rows, text);
  return (
    <>
      {rows.length < SEARCH_FROM ? null : (
        <div className="mb-4 max-w-sm">
          <TextField
            type="search"
            label={t.admin.people.search}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </div>
      )}
      {found.length === 0 ? (
        <p role="status" className="text-ink-2">
          {t.admin.people.noMatch(text)}
        </p>
      ) : (
        <Panel className="overflow-hidden">
          <ul className="divide-y divide-line">
            {found.map((row) => (
              <li key={row.user_id}>
                <PersonRow row={row} />
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function PersonRow({ row }: { row: Row }) {
  const words = t.admin.people;
  return (
    <Link
      to="/admin/people/$userId"
      params={{ userId: row.user_id }}
      className="flex items-center gap-4 px-5 py-3.5 -outline-offset-2 hover:bg-sunken"
    >
      <Avatar initials={row.initials} />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{row.display_name ?? row.email ?? words.unnamed}</span>
          {row.role === "member" ? null : <Badge>{words.roles[row.role]}</Badge>}
          {row.active ? null : <Badge tone="warn">{words.inactive}</Badge>}
        </span>
        <span className="block break-words text-ink-2 text-sm">
          {[row.email, row.department_name].filter((part) => part !== null).join(" · ")}
        </span>
        <span className="block text-ink-2 text-sm sm:hidden">
          {format.count(row.linked_accounts, t.admin.integrations.accounts)}
        </span>
      </span>
      <span className="hidden whitespace-nowrap text-ink-2 text-sm sm:block">
        {format.count(row.linked_accounts, t.admin.integrations.accounts)}
      </span>
    </Link>
  );
}
