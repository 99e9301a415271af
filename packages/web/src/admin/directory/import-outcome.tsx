import type { ImportPeopleAnswer } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../../texts/current.ts";
import { CountTiles } from "../../ui/count-tiles.tsx";
import { Panel } from "../../ui/section.tsx";

const words = t.directory.import;

/** What an import does, or would do: the numbers, and by name everybody who is offboarded by it. */
export function ImportOutcome({ answer }: { answer: ImportPeopleAnswer }) {
  const tiles = [
    { label: words.counts.added, value: answer.added },
    { label: words.counts.changed, value: answer.changed },
    { label: words.counts.unchanged, value: answer.unchanged },
    { label: words.counts.offboarded, value: answer.offboarded.length },
  ];
  return (
    <>
      <CountTiles tiles={tiles} />
      {answer.offboarded.length === 0 ? null : <Leavers answer={answer} />}
    </>
  );
}

function Leavers({ answer }: { answer: ImportPeopleAnswer }) {
  return (
    <div>
      <p className={answer.dry_run ? "mb-3 font-medium text-warn" : "mb-3 font-medium"}>
        {answer.dry_run ? words.leavers : words.done.reports}
      </p>
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {answer.offboarded.map((person) => (
            <li key={person.user_id} className="flex flex-wrap items-baseline justify-between gap-x-4 px-5 py-3">
              <Name person={person} />
              <span className="text-ink-2 text-sm">{format.count(person.accounts, words.accounts)}</span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}

function Name({ person }: { person: ImportPeopleAnswer["offboarded"][number] }) {
  const name = person.display_name ?? t.admin.people.unnamed;
  if (person.offboarding_id === null) return <span className="font-medium">{name}</span>;
  return (
    <Link
      to="/admin/offboardings/$offboardingId"
      params={{ offboardingId: person.offboarding_id }}
      className="font-medium underline underline-offset-4"
    >
      {name}
    </Link>
  );
}
