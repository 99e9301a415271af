import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useWhenFresh } from "../../session/fresh-sign-in.ts";
import { Changes } from "../../session/may-change.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { Notice } from "../../ui/notice.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { AdminPage } from "../admin-page.tsx";
import { CopyLine } from "../integrations/copy-line.tsx";
import { EndpointFields } from "./endpoint-fields.tsx";
import { EMPTY_ENDPOINT, toEndpointBody } from "./endpoint-values.ts";
import { createEndpoint, type EndpointMade, endpointsQuery } from "./queries.ts";

const words = t.events;

/** Where an endpoint is added. Its secret is shown here and never again. */
export function NewEndpointPage() {
  const [made, setMade] = useState<EndpointMade>();
  return (
    <div className="max-w-2xl">
      <Crumbs crumbs={[{ label: words.title, link: { to: "/admin/events" } }]} />
      <AdminPage title={words.form.title} lead={words.form.lead}>
        {made === undefined ? <Form onMade={setMade} /> : <Made made={made} />}
      </AdminPage>
    </div>
  );
}

function Form({ onMade }: { onMade: (made: EndpointMade) => void }) {
  const [values, setValues] = useState(EMPTY_ENDPOINT);
  const queries = useQueryClient();
  const whenFresh = useWhenFresh();
  const create = useMutation({
    mutationFn: () => createEndpoint(toEndpointBody(values)),
    onSuccess: (answer) => {
      onMade(answer);
      return queries.invalidateQueries({ queryKey: endpointsQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) whenFresh(() => create.mutate());
  };
  return (
    <Panel className="p-5 sm:p-7">
      <form onSubmit={submit}>
        <Changes>
          <div className="space-y-6">
            <EndpointFields
              values={values}
              errors={fieldErrorsOf(create.error)}
              onChange={(change) => setValues((current) => ({ ...current, ...change }))}
            />
            {create.isError ? <RefusalNotice error={create.error} /> : null}
            <Button type="submit" look="primary" busy={create.isPending ? words.form.creating : false}>
              {words.form.create}
            </Button>
          </div>
        </Changes>
      </form>
    </Panel>
  );
}

function Made({ made: { endpoint, secret } }: { made: EndpointMade }) {
  return (
    <div className="enter space-y-6">
      <Notice tone="warn" live>
        <span className="text-ink">{words.secret.shown}</span>
      </Notice>
      <Panel>
        <dl className="divide-y divide-line">
          <CopyLine label={words.form.url.label} value={endpoint.url} />
          <CopyLine label={words.secret.label} value={secret} />
        </dl>
      </Panel>
      <ButtonLink look="primary" to="/admin/events/$endpointId" params={{ endpointId: endpoint.endpoint_id }}>
        {words.toEndpoint}
      </ButtonLink>
    </div>
  );
}
