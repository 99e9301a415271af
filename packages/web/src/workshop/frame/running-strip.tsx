import type { WorkshopView } from "@joinery/contract/workshop";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { w } from "../../texts/workshop.ts";
import { Rich } from "../../ui/rich.tsx";
import { workshopQuery } from "../api/queries.ts";

const DOTS = { running: "bg-good", stopped: "bg-bad" };

/** What the workshop is made of at the moment: one line where there is room. */
export function RunningStrip() {
  const { data } = useQuery(workshopQuery);
  return (
    <section aria-label={w.running.title} className="border-line border-b bg-surface px-4 sm:px-6">
      {data === undefined ? <div className="h-10" /> : <Parts view={data} />}
    </section>
  );
}

function Parts({ view }: { view: WorkshopView }) {
  const { integration } = view;
  return (
    <>
      <dl className="flex flex-wrap gap-x-7 gap-y-1 py-2 text-[0.8667rem]">
        <Part label={w.running.hub}>
          <Address url={view.hub} />
        </Part>
        <Part label={w.running.integration}>
          <span
            className="inline-flex flex-wrap items-baseline gap-x-2"
            title={w.running.through(integration.upstream)}
          >
            <Address url={integration.address} />
            <span className="inline-flex items-center gap-1.5">
              <span className={`size-2 rounded-full ${DOTS[integration.state]}`} aria-hidden="true" />
              {w.running.states[integration.state]}
            </span>
          </span>
        </Part>
        <Part label={w.running.service}>
          <Address url={view.service} />
        </Part>
        <Part label={w.running.kind}>{w.kinds[view.kind]}</Part>
      </dl>
      {integration.state === "stopped" ? (
        <p role="status" className="pb-2.5 text-bad text-sm">
          <Rich phrase={w.running.stopped(integration.upstream)} />
        </p>
      ) : null}
    </>
  );
}

function Part({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2">
      <dt className="text-ink-3">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Address({ url }: { url: string }) {
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      className="rounded break-all font-mono text-[0.8rem] underline-offset-4 hover:underline"
    >
      {url.replace(/^https?:\/\//, "").replace(/\/$/, "")}
    </a>
  );
}
