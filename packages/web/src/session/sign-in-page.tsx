import type { SignInView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { Mark } from "../ui/mark.tsx";
import { Notice } from "../ui/notice.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { DevelopmentChoice } from "./development-choice.tsx";
import { wasSignedOutElsewhere } from "./memory.ts";
import { ProviderButton } from "./provider-button.tsx";
import { signInQuery } from "./queries.ts";

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
            <Bar className="mt-8 h-12 w-full" />
          </Loading>
        </div>
      )}
    </WindowShell>
  );
}

function SignIn({ view }: { view: SignInView }) {
  const { identity_provider: provider, development } = view;
  return (
    <div className="enter">
      <p className="mt-1 text-[1.0667rem] text-ink-2">{t.session.to(view.organisation_name)}</p>
      <div className="mt-5 space-y-4">
        <Why view={view} />
        {provider === null ? null : <ProviderButton name={provider.name} />}
        {development === null ? null : <DevelopmentChoice people={development.people} isOnlyWay={provider === null} />}
        {provider === null && development === null ? <Notice tone="warn">{t.session.none}</Notice> : null}
      </div>
    </div>
  );
}

/** What brought somebody here: an attempt that failed, a connect that waits, or a session that has ended. */
function Why({ view }: { view: SignInView }) {
  const { failure, waiting_connect: waiting } = view;
  const words = failure === null ? undefined : t.session.failures[failure];
  return (
    <>
      {words === undefined ? null : (
        <Notice tone="warn" title={words.title} live>
          {words.body(view.identity_provider?.name ?? t.session.someProvider, view.organisation_name)}
        </Notice>
      )}
      {waiting === null ? null : <Notice>{t.session.why(waiting.integration_name)}</Notice>}
      {waiting === null && failure === null && wasSignedOutElsewhere() ? (
        <Notice live>{t.session.elsewhere}</Notice>
      ) : null}
    </>
  );
}
