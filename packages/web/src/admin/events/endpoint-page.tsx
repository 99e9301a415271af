import type { EventEndpointView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useMayChange } from "../../session/may-change.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { NotFound } from "../../shell/failure.tsx";
import { PageHeading } from "../../shell/page-heading.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { Notice } from "../../ui/notice.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { WhenLoaded } from "../admin-page.tsx";
import { DeliveriesSection } from "./deliveries-section.tsx";
import { EndpointFields } from "./endpoint-fields.tsx";
import { endpointValuesOf, toEndpointBody } from "./endpoint-values.ts";
import { changeEndpoint, endpointsQuery } from "./queries.ts";
import { RemoveEndpoint } from "./remove-endpoint.tsx";
import { RenewSecret } from "./renew-secret.tsx";

const route = getRouteApi("/app/admin/events/$endpointId");
const words = t.events;

/** One endpoint: whether it is told, what was delivered, and how it is reached. */
export function EndpointPage() {
  const { endpointId } = route.useParams();
  const endpoints = useQuery({ ...endpointsQuery, refetchOnMount: "always" });
  return (
    <div className="max-w-3xl">
      <Crumbs crumbs={[{ label: words.title, link: { to: "/admin/events" } }]} />
      <WhenLoaded query={endpoints}>
        {({ endpoints: rows }) => {
          const view = rows.find(({ endpoint_id }) => endpoint_id === endpointId);
          return view === undefined ? <NotFound /> : <Content key={endpointId} view={view} />;
        }}
      </WhenLoaded>
    </div>
  );
}

function Content({ view }: { view: EventEndpointView }) {
  const mayChange = useMayChange();
  return (
    <>
      <header>
        <PageHeading title={view.description === "" ? view.url : view.description} />
        <p className="mt-1 break-all font-mono text-[0.8667rem] text-ink-2">{view.url}</p>
      </header>
      <Enabled view={view} />
      <DeliveriesSection endpointId={view.endpoint_id} />
      {mayChange ? (
        <>
          <Settings view={view} />
          <RenewSecret endpointId={view.endpoint_id} />
          <RemoveEndpoint endpointId={view.endpoint_id} url={view.url} />
        </>
      ) : null}
    </>
  );
}

function Enabled({ view }: { view: EventEndpointView }) {
  const id = useId();
  const queries = useQueryClient();
  const mayChange = useMayChange();
  const change = useMutation({
    mutationFn: (enabled: boolean) => changeEndpoint(view.endpoint_id, { enabled }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["admin", "events"] }),
  });
  return (
    <div className="mt-6 space-y-4">
      {view.disabled_reason === null ? null : (
        <Notice tone={view.disabled_reason === "administrator" ? "plain" : "bad"}>
          {words.reasons[view.disabled_reason]}
        </Notice>
      )}
      <Panel className="flex items-start justify-between gap-6 p-5">
        <div>
          <p id={`${id}-label`} className="font-medium">
            {words.enabled}
          </p>
          <p id={`${id}-hint`} className="mt-1 text-ink-2">
            {words.enabledHint}
          </p>
        </div>
        <Toggle
          checked={view.enabled}
          disabled={change.isPending || !mayChange}
          labelledBy={`${id}-label`}
          describedBy={`${id}-hint`}
          onChange={(enabled) => change.mutate(enabled)}
        />
      </Panel>
      {change.isError ? <RefusalNotice error={change.error} /> : null}
    </div>
  );
}

function Settings({ view }: { view: EventEndpointView }) {
  const [values, setValues] = useState(() => endpointValuesOf(view));
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: () => changeEndpoint(view.endpoint_id, toEndpointBody(values)),
    onSuccess: () => queries.invalidateQueries({ queryKey: endpointsQuery.queryKey }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!change.isPending) change.mutate();
  };
  return (
    <Section title={words.settings}>
      <Panel className="p-5 sm:p-7">
        <form onSubmit={submit} className="space-y-6">
          <EndpointFields
            values={values}
            errors={fieldErrorsOf(change.error)}
            onChange={(next) => {
              setValues((current) => ({ ...current, ...next }));
              if (change.isSuccess) change.reset();
            }}
          />
          {change.isError ? <RefusalNotice error={change.error} /> : null}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button type="submit" look="primary" busy={change.isPending ? words.form.saving : false}>
              {words.form.save}
            </Button>
            <p role="status" className="text-good">
              {change.isSuccess ? words.form.saved : null}
            </p>
          </div>
        </form>
      </Panel>
    </Section>
  );
}
