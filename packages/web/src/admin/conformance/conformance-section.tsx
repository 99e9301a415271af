import type { AdminIntegrationView } from "@joinery/contract/pages";
import { useRouterState } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import { Changes } from "../../session/may-change.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { ReportView } from "./report-view.tsx";
import { RunningLine } from "./running-line.tsx";
import { useConformance, useRunConformance } from "./use-conformance.ts";

/** What the integration's server gets wrong. Runs when asked, after its address was saved, and after it was registered. */
export function ConformanceSection({ view }: { view: AdminIntegrationView }) {
  const words = t.conformance;
  const { report, error, isRunning } = useConformance(view.service_id);
  const run = useRunConformance(view.service_id);
  const isNew = useRouterState({ select: ({ location }) => location.state.justRegistered === true });
  const hasRun = report !== undefined || error !== null;

  const runFirst = useEffectEvent(() => {
    if (isNew && !hasRun && !isRunning) run();
  });
  useEffect(() => runFirst(), []);

  return (
    <div id="conformance" className="scroll-mt-6">
      <Section
        title={words.title}
        lead={words.lead}
        aside={
          <Changes>
            <Button size="sm" disabled={!view.enabled || isRunning} onClick={run}>
              {hasRun ? words.again : words.check}
            </Button>
          </Changes>
        }
      >
        <Panel className="overflow-hidden">
          {isRunning ? <RunningLine name={view.name} /> : null}
          {view.enabled ? null : <p className="px-5 py-4 text-ink-2">{words.off}</p>}
          {view.enabled && !isRunning && !hasRun ? <p className="px-5 py-4 text-ink-2">{words.never}</p> : null}
          {!isRunning && error !== null ? (
            <div className="px-5 py-4">
              <RefusalNotice error={error} integrationName={view.name} />
              {report === undefined ? null : <p className="mt-3 text-ink-3 text-sm">{words.stale}</p>}
            </div>
          ) : null}
          {report === undefined ? null : <ReportView report={report} isOld={isRunning || error !== null} />}
        </Panel>
      </Section>
    </div>
  );
}
