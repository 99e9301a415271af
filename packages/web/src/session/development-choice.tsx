import type { PersonView } from "@joinery/contract/pages";
import { useMutation } from "@tanstack/react-query";
import { t } from "../texts/current.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Spinner } from "../ui/button.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Panel } from "../ui/section.tsx";
import { destinationAfterSignIn, forgetSession, takeReturnPath } from "./memory.ts";
import { signInAs } from "./queries.ts";

/** On a hub that runs on one's own machine: everybody there is, to choose from. */
export function DevelopmentChoice({ people, isOnlyWay }: { people: readonly PersonView[]; isOnlyWay: boolean }) {
  const enter = useMutation({
    mutationFn: signInAs,
    onSuccess: ({ next }) => {
      const destination = destinationAfterSignIn(next, takeReturnPath());
      forgetSession();
      window.location.assign(destination);
    },
  });
  const chosen = enter.isPending || enter.isSuccess ? enter.variables : undefined;

  return (
    <>
      <p className={isOnlyWay ? "text-ink-2" : "pt-3 text-ink-2 text-sm"}>
        {isOnlyWay ? t.session.development : t.session.developmentToo}
      </p>
      {enter.isError ? <RefusalNotice error={enter.error} /> : null}
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {people.map((person) => (
            <li key={person.user_id}>
              <button
                type="button"
                disabled={!person.active}
                aria-disabled={chosen !== undefined || undefined}
                onClick={() => {
                  if (chosen === undefined) enter.mutate(person.user_id);
                }}
                className="flex w-full items-center gap-3.5 px-4 py-3 text-left -outline-offset-2 hover:bg-sunken disabled:opacity-60"
              >
                <Avatar initials={person.initials} />
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{person.display_name ?? person.email}</span>
                  <span className="block truncate text-ink-2 text-sm">{descriptionOf(person)}</span>
                </span>
                {chosen === person.user_id ? <Spinner /> : null}
              </button>
            </li>
          ))}
        </ul>
      </Panel>
    </>
  );
}

function descriptionOf(person: PersonView): string {
  const parts = [person.job_title, person.role === "member" ? null : t.session.role[person.role]];
  const known = parts.filter((part) => part !== null);
  return known.length === 0 ? (person.email ?? "") : known.join(" · ");
}
