import type { SessionView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { PageColumn } from "../shell/app-shell.tsx";
import { Crumbs } from "../shell/crumbs.tsx";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Section } from "../ui/section.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { endOtherSessions, endSession, sessionsQuery } from "./queries.ts";
import { SessionList } from "./session-list.tsx";
import { useSignOut } from "./use-sign-out.ts";

/** "Where you are signed in": one's own browsers, and the way to end what one does not recognise. */
export function SessionsPage() {
  const sessions = useQuery({ ...sessionsQuery, refetchOnMount: "always" });
  return (
    <PageColumn>
      <Crumbs crumbs={[{ label: t.integrations.title, link: { to: "/" } }]} />
      <PageHeading title={t.session.sessions.title} />
      <p className="mt-2 max-w-prose text-[1.0667rem] text-ink-2">{t.session.sessions.lead}</p>
      {sessions.data !== undefined ? (
        <Content sessions={sessions.data.sessions} />
      ) : sessions.isError ? (
        <Failure error={sessions.error} onRetry={() => void sessions.refetch()} />
      ) : (
        <div className="mt-10">
          <Loading>
            <Bar className="mb-3 h-5 w-28" />
            <Bar className="h-20 w-full" />
            <Bar className="mt-10 mb-3 h-5 w-36" />
            <Bar className="h-40 w-full" />
          </Loading>
        </div>
      )}
    </PageColumn>
  );
}

function Content({ sessions }: { sessions: readonly SessionView[] }) {
  const here = sessions.filter((session) => session.current);
  const others = sessions.filter((session) => !session.current);
  const leave = useSignOut();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (session: SessionView) => endSession(session.session_id),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  const words = t.session.sessions;

  return (
    <div className="enter">
      <Section title={words.here}>
        <SessionList
          sessions={here}
          labelOf={() => t.session.signOut}
          ending={leave.isPending ? here[0]?.session_id : undefined}
          onEnd={() => leave.mutate()}
        />
        {leave.isError ? (
          <div className="mt-4">
            <RefusalNotice error={leave.error} />
          </div>
        ) : null}
      </Section>
      <Section
        title={words.elsewhere}
        lead={others.length === 0 ? words.nowhereElse : undefined}
        aside={others.length < 2 ? undefined : <EndOthers />}
      >
        {end.isError ? (
          <div className="mb-4">
            <RefusalNotice error={end.error} />
          </div>
        ) : null}
        {others.length === 0 ? null : (
          <SessionList
            sessions={others}
            labelOf={() => words.end}
            ending={end.isPending ? end.variables.session_id : undefined}
            onEnd={(session) => end.mutate(session)}
          />
        )}
      </Section>
    </div>
  );
}

function EndOthers() {
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const words = t.session.sessions;
  const end = useMutation({
    mutationFn: endOtherSessions,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: sessionsQuery.queryKey });
      setAsking(false);
    },
  });
  return (
    <>
      <Button size="sm" look="danger" onClick={() => setAsking(true)}>
        {words.endOthers}
      </Button>
      <ConfirmDialog
        open={asking}
        question={[words.endOthersQuestion]}
        confirm={words.endOthers}
        busy={end.isPending ? words.ending : false}
        onConfirm={() => end.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.endOthersWhat}</p>
        {end.isError ? <RefusalNotice error={end.error} /> : null}
      </ConfirmDialog>
    </>
  );
}
