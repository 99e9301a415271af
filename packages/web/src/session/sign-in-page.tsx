import type { PersonView, SignInView } from "@joinery/contract/pages";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Spinner } from "../ui/button.tsx";
import { Mark } from "../ui/mark.tsx";
import { Notice } from "../ui/notice.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Panel } from "../ui/section.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { destinationAfterSignIn, forgetSession, takeReturnPath, wasSignedOutElsewhere } from "./memory.ts";
import { signInAs, signInQuery } from "./queries.ts";

/** Signing in, and why it is necessary. */
export function SignInPage() {
  const view = useQuery(signInQuery);
  return (
    <WindowShell>
      <Mark className="mb-6 size-11" />
      <PageHeading title={t.session.title} />
      {view.data !== undefined ? (
        <SignIn view={view.data} />
      ) : view.isError ? (
        <Failure error={view.error} onRetry={() => void view.refetch()} />
      ) : (
        <div className="mt-2">
          <Loading>
            <Bar className="h-5 w-40" />
            <Bar className="mt-8 h-52 w-full" />
          </Loading>
        </div>
      )}
    </WindowShell>
  );
}

function SignIn({ view }: { view: SignInView }) {
  return (
    <div className="enter">
      <p className="mt-1 text-[1.0667rem] text-ink-2">{t.session.to(view.organisation_name)}</p>
      <div className="mt-5 space-y-4">
        {view.waiting_connect !== null ? <Notice>{t.session.why(view.waiting_connect.integration_name)}</Notice> : null}
        {view.waiting_connect === null && wasSignedOutElsewhere() ? <Notice live>{t.session.elsewhere}</Notice> : null}
        {view.development === null ? (
          <Notice tone="warn">{t.session.none}</Notice>
        ) : (
          <Choice people={view.development.people} />
        )}
      </div>
    </div>
  );
}

function Choice({ people }: { people: readonly PersonView[] }) {
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
      <p className="text-ink-2">{t.session.development}</p>
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
