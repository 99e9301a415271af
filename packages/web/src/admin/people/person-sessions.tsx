import type { SessionsView } from "@joinery/contract/pages";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/request.ts";
import { Changes } from "../../session/may-change.tsx";
import { SessionList } from "../../session/session-list.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Section } from "../../ui/section.tsx";
import { WhenLoaded } from "../admin-page.tsx";

const words = t.access.sessions;

function sessionsOf(userId: string) {
  return queryOptions({
    queryKey: ["admin", "sessions", userId],
    queryFn: ({ signal }) => request<SessionsView>("GET", pathOf(userId), { signal }),
  });
}

function pathOf(userId: string): string {
  return `/api/admin/people/${encodeURIComponent(userId)}/sessions`;
}

/** The browsers in which somebody else is signed in, and the way to end each. */
export function PersonSessions({ userId, name }: { userId: string; name: string }) {
  const queries = useQueryClient();
  const sessions = useQuery({ ...sessionsOf(userId), refetchOnMount: "always" });
  const end = useMutation({
    mutationFn: (sessionId: string) => request("DELETE", `${pathOf(userId)}/${encodeURIComponent(sessionId)}`),
    onSettled: () => queries.invalidateQueries({ queryKey: sessionsOf(userId).queryKey }),
  });
  const count = sessions.data?.sessions.length ?? 0;
  return (
    <Section title={words.title} aside={count < 2 ? undefined : <EndAll userId={userId} name={name} />}>
      <WhenLoaded query={sessions}>
        {(view) =>
          view.sessions.length === 0 ? (
            <p className="text-ink-2">{words.nowhere(name)}</p>
          ) : (
            <Changes>
              <SessionList
                sessions={view.sessions}
                labelOf={() => t.session.sessions.end}
                ending={end.isPending ? end.variables : undefined}
                onEnd={(session) => end.mutate(session.session_id)}
              />
            </Changes>
          )
        }
      </WhenLoaded>
      {end.isError ? (
        <div className="mt-3">
          <RefusalNotice error={end.error} />
        </div>
      ) : null}
    </Section>
  );
}

function EndAll({ userId, name }: { userId: string; name: string }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const end = useMutation({
    mutationFn: () => request("DELETE", pathOf(userId)),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: sessionsOf(userId).queryKey });
    },
  });
  return (
    <Changes>
      <Button size="sm" look="danger" onClick={() => setAsking(true)}>
        {words.endAll}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(name)}
        confirm={words.endAll}
        busy={end.isPending ? t.session.sessions.ending : false}
        onConfirm={() => end.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.what}</p>
        {end.isError ? <RefusalNotice error={end.error} /> : null}
      </ConfirmDialog>
    </Changes>
  );
}
