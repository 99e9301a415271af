import type { IntegrationRegistered } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { request } from "../../api/request.ts";
import { Crumbs } from "../../shell/crumbs.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { AdminPage } from "../admin-page.tsx";
import { ActionsEditor } from "./actions-editor.tsx";
import { EMPTY_FORM, toRegistration } from "./form-values.ts";
import { IntegrationFields } from "./integration-fields.tsx";
import { KindChoice } from "./kind-choice.tsx";
import { Registered } from "./registered.tsx";

/** Registering an integration; what its author needs is shown once, afterwards. */
export function RegisterPage() {
  const [values, setValues] = useState(EMPTY_FORM);
  const queries = useQueryClient();
  const register = useMutation({
    mutationFn: () =>
      request<IntegrationRegistered>("POST", "/api/admin/integrations", { body: toRegistration(values) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["admin", "integrations"] }),
  });
  const errors = fieldErrorsOf(register.error);
  const change = (next: Partial<typeof values>) => setValues((current) => ({ ...current, ...next }));

  if (register.data !== undefined) return <Registered name={values.name.trim()} registered={register.data} />;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!register.isPending) register.mutate();
  };
  return (
    <div className="max-w-2xl">
      <Crumbs crumbs={[{ label: t.admin.integrations.title, link: { to: "/admin/integrations" } }]} />
      <AdminPage title={t.manage.newTitle} lead={t.manage.newLead}>
        <Panel className="p-5 sm:p-7">
          <form onSubmit={submit} className="space-y-6">
            <KindChoice values={values} error={errors("phishing_accepted")} onChange={change} />
            <IntegrationFields values={values} errors={errors} onChange={change} />
            <ActionsEditor actions={values.actions} errors={errors} onChange={(actions) => change({ actions })} />
            {register.isError ? <RefusalNotice error={register.error} integrationName={values.name} /> : null}
            <Button type="submit" look="primary" busy={register.isPending ? t.manage.registering : false}>
              {t.manage.register}
            </Button>
          </form>
        </Panel>
      </AdminPage>
    </div>
  );
}
