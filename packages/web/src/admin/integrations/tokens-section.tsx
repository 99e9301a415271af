import type { AdminIntegrationView, ApiTokenView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { request } from "../../api/request.ts";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { adminIntegrationPath } from "../queries.ts";
import { CopyLine } from "./copy-line.tsx";
import { RevokeToken } from "./revoke-token.tsx";

/** The API tokens of an integration: when each was last used, a new one, and the way to lock one out. */
export function TokensSection({ view }: { view: AdminIntegrationView }) {
  const words = t.manage.tokens;
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () =>
      request<{ token: ApiTokenView; api_token: string }>("POST", `${adminIntegrationPath(view.service_id)}/tokens`, {
        body: { name: name.trim() },
      }),
    onSuccess: () => {
      setName("");
      return queries.invalidateQueries({ queryKey: ["admin", "integrations", view.service_id] });
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!create.isPending) create.mutate();
  };
  return (
    <Section title={words.title} lead={words.lead}>
      <Panel>
        {view.tokens.length === 0 ? <p className="px-5 py-4 text-ink-2">{words.empty}</p> : null}
        <ul className="divide-y divide-line">
          {view.tokens.map((token) => (
            <TokenRow key={token.token_id} token={token} serviceId={view.service_id} />
          ))}
        </ul>
        {create.data === undefined ? null : (
          <div className="border-line border-t">
            <p role="status" className="px-5 pt-4 font-medium text-warn">
              {words.shown}
            </p>
            <dl>
              <CopyLine label={t.manage.apiToken} value={create.data.api_token} />
            </dl>
          </div>
        )}
        <form onSubmit={submit} className="flex flex-wrap items-start gap-3 border-line border-t px-5 py-4">
          <div className="min-w-0 flex-1 basis-56">
            <TextField
              label={words.name}
              required
              maxLength={80}
              value={name}
              error={fieldErrorsOf(create.error)("name")}
              onChange={(event) => setName(event.target.value)}
            />
          </div>
          <Button type="submit" busy={create.isPending ? t.manage.saving : false} className="sm:mt-[1.95rem]">
            {words.create}
          </Button>
          {create.isError ? (
            <div className="w-full">
              <RefusalNotice error={create.error} />
            </div>
          ) : null}
        </form>
      </Panel>
    </Section>
  );
}

function TokenRow({ token, serviceId }: { token: ApiTokenView; serviceId: string }) {
  const now = useNow();
  const words = t.manage.tokens;
  const use = token.last_used_at === null ? words.neverUsed : words.lastUsed(format.ago(token.last_used_at, now));
  return (
    <li className="flex items-center justify-between gap-4 px-5 py-3.5">
      <div className="min-w-0">
        <p className="break-words font-medium">
          {token.name}{" "}
          <span className="whitespace-nowrap font-mono font-normal text-[0.8667rem] text-ink-2">…{token.hint}</span>
        </p>
        <p className="text-ink-2 text-sm">
          {words.created(format.date(token.created_at))} · {use}
        </p>
      </div>
      <RevokeToken token={token} serviceId={serviceId} />
    </li>
  );
}
