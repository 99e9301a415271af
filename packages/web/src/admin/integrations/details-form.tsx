import type { AdminIntegrationView } from "@joinery/contract/pages";
import { type FormEvent, useState } from "react";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useRunConformance } from "../conformance/use-conformance.ts";
import { ActionsEditor } from "./actions-editor.tsx";
import { formValuesOf, toChange } from "./form-values.ts";
import { IntegrationFields } from "./integration-fields.tsx";
import { useChangeIntegration } from "./use-change-integration.ts";

/** Name, addresses, and what people read about an integration. */
export function DetailsForm({ view }: { view: AdminIntegrationView }) {
  const [values, setValues] = useState(() => formValuesOf(view));
  const [isChecked, setIsChecked] = useState(false);
  const change = useChangeIntegration(view.service_id);
  const check = useRunConformance(view.service_id);
  const errors = fieldErrorsOf(change.error);

  const checkAddress = () => {
    setIsChecked(true);
    check();
  };
  const edit = (next: Partial<typeof values>) => {
    setValues((current) => ({ ...current, ...next }));
    if (change.isSuccess) change.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (change.isPending) return;
    setIsChecked(false);
    const hasMoved =
      values.proxyUrl.trim() !== view.proxy_url || values.connectBase.trim() !== (view.connect_base ?? "");
    change.mutate(toChange(values), { onSuccess: () => (hasMoved && view.enabled ? checkAddress() : undefined) });
  };

  return (
    <Section title={t.manage.details}>
      <Panel className="p-5 sm:p-7">
        <form onSubmit={submit} className="space-y-6">
          <IntegrationFields values={values} errors={errors} onChange={edit} />
          <ActionsEditor actions={values.actions} errors={errors} onChange={(actions) => edit({ actions })} />
          {change.isError ? <RefusalNotice error={change.error} integrationName={view.name} /> : null}
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <Button type="submit" look="primary" busy={change.isPending ? t.manage.saving : false}>
              {t.manage.save}
            </Button>
            <p role="status" className="text-good">
              {change.isSuccess ? t.manage.saved : null} {isChecked && change.isSuccess ? <CheckIsRunning /> : null}
            </p>
          </div>
        </form>
      </Panel>
    </Section>
  );
}

/** Saving never waits for the check of the new address; it only says where its outcome will be. */
function CheckIsRunning() {
  return (
    <span className="text-ink-2">
      {t.conformance.afterSave}{" "}
      <a href="#conformance" className="text-accent-ink underline underline-offset-4">
        {t.conformance.see}
      </a>
    </span>
  );
}
