import type { SessionView } from "@joinery/contract/pages";
import type { ReactNode } from "react";
import { format, t } from "../texts/current.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Panel } from "../ui/section.tsx";
import { Ago } from "../ui/time.tsx";

export interface SessionListProps {
  sessions: readonly SessionView[];
  onEnd: (session: SessionView) => void;
  /** The session that is being ended right now. */
  ending?: string | undefined;
  /** What the button says. */
  labelOf: (session: SessionView) => string;
}

/** Browsers in which somebody is signed in, each with the way to end it. */
export function SessionList({ sessions, onEnd, ending, labelOf }: SessionListProps) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {sessions.map((session) => (
          <li key={session.session_id} className="flex flex-wrap items-center gap-x-5 gap-y-3 px-5 py-4">
            <div className="min-w-0 flex-1 basis-56">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
                <span className="min-w-0 break-words font-medium">{nameOf(session)}</span>
                {session.current ? <Badge tone="good">{t.session.sessions.current}</Badge> : null}
              </p>
              <p className="mt-0.5 text-ink-2 text-sm">
                <Facts>
                  {t.session.sessions.since(format.dateTime(session.started_at))}
                  {t.session.sessions.method[session.method]}
                  {session.current ? null : (
                    <span key="seen">
                      {t.session.sessions.seen} <Ago at={session.last_seen_at} />
                    </span>
                  )}
                </Facts>
              </p>
            </div>
            <Button
              size="sm"
              busy={ending === session.session_id ? t.session.sessions.ending : false}
              onClick={() => onEnd(session)}
            >
              {labelOf(session)}
              <span className="sr-only"> {nameOf(session)}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function nameOf(session: SessionView): string {
  return session.browser ?? t.session.sessions.unknownBrowser;
}

function Facts({ children }: { children: ReactNode[] }) {
  const known = children.filter((child) => child !== null);
  return known.map((child, index) => (
    <span key={typeof child === "string" ? child : "seen"}>
      {index === 0 ? null : " · "}
      {child}
    </span>
  ));
}
