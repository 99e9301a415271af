import type { OffboardingReport } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Crumbs } from "../../shell/crumbs.tsx";
import { PageHeading } from "../../shell/page-heading.tsx";
import { format, t } from "../../texts/current.ts";
import { Button, buttonClass } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { type CountTile, CountTiles } from "../../ui/count-tiles.tsx";
import { Facts } from "../../ui/facts.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Rich } from "../../ui/rich.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { WhenLoaded } from "../admin-page.tsx";
import { reportFile, reportQuery } from "./queries.ts";
import { ReportAccounts } from "./report-accounts.tsx";
import { verdictOf } from "./verdict.ts";

const route = getRouteApi("/app/admin/offboardings/$offboardingId");
const words = t.offboarding.report;

/** As long as something is open, the page looks again by itself. */
const LOOK_AGAIN_MILLISECONDS = 5_000;

/** What became of everything that somebody who left had linked: on screen, on paper, as a file. */
export function ReportPage() {
  const { offboardingId } = route.useParams();
  const report = useQuery({
    ...reportQuery(offboardingId),
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (state.data?.finished_at === null ? LOOK_AGAIN_MILLISECONDS : false),
  });
  return (
    <div className="max-w-3xl">
      <div className="print:hidden">
        <Crumbs crumbs={[{ label: t.offboarding.title, link: { to: "/admin/offboardings" } }]} />
      </div>
      <WhenLoaded query={report}>{(data) => <Report report={data} />}</WhenLoaded>
    </div>
  );
}

function Report({ report }: { report: OffboardingReport }) {
  const name = report.person.display_name ?? report.person.email ?? t.admin.people.unnamed;
  const verdict = verdictOf(report);
  return (
    <article>
      <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <PageHeading title={words.title(name)}>
          <Rich phrase={words.heading(name)} />
        </PageHeading>
        <div className="flex flex-wrap gap-2 print:hidden">
          <Button onClick={() => window.print()}>{words.print}</Button>
          <a href={reportFile(report.offboarding_id)} download className={buttonClass()}>
            {words.json}
          </a>
        </div>
      </header>
      <Notice tone={verdict.tone} live>
        <p className="text-ink">{verdict.sentence}</p>
      </Notice>
      <div className="mt-6">
        <CountTiles tiles={tilesOf(report)} />
      </div>
      <div className="mt-6">
        <Panel>
          <Facts facts={factsOf(report, name)} />
        </Panel>
      </div>
      <Section title={words.atOnce}>
        <ul className="list-disc space-y-1 pl-5 text-ink-2">
          <li>{format.count(report.sessions_ended, words.sessions)}</li>
          {report.flows_ended === 0 ? null : <li>{format.count(report.flows_ended, words.flows)}</li>}
          {report.exchanges_open === 0 ? null : <li>{format.count(report.exchanges_open, words.exchanges)}</li>}
          <li>{words.refused}</li>
        </ul>
      </Section>
      {report.receipts.length === 0 ? null : (
        <Section title={words.accounts}>
          <ReportAccounts receipts={report.receipts} />
        </Section>
      )}
      <div className="mt-8 print:hidden">
        <ButtonLink to="/admin/people/$userId" params={{ userId: report.person.user_id }}>
          {words.toPerson(name)}
        </ButtonLink>
      </div>
    </article>
  );
}

function tilesOf({ totals }: Pick<OffboardingReport, "totals">): CountTile[] {
  return [
    { label: words.counts.accounts, value: totals.accounts },
    { label: words.counts.withdrawn, value: totals.withdrawn, tone: "good" },
    { label: words.counts.notWithdrawn, value: totals.not_withdrawn, tone: "warn" },
    { label: words.counts.open, value: totals.open, tone: "warn" },
  ];
}

function factsOf(report: OffboardingReport, name: string) {
  const { person } = report;
  const asker = report.requested_by?.display_name ?? t.admin.people.unnamed;
  return [
    { label: words.organisation, value: report.organisation_name },
    { label: words.person, value: name },
    { label: words.email, value: person.email },
    { label: words.employeeId, value: person.employee_id },
    { label: words.asked, value: words.sources[report.source](asker) },
    { label: words.started, value: format.exactTime(report.started_at) },
    { label: words.finished, value: report.finished_at === null ? null : format.exactTime(report.finished_at) },
    {
      label: words.number,
      value: <span className="break-all font-mono text-[0.8667rem]">{report.offboarding_id}</span>,
    },
  ].filter(({ value }) => value !== null);
}
