import type { IntegrationAction } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import type { RelayedAnswer } from "../api/read-answer.ts";
import { relay } from "../api/request.ts";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { LongTextField, TextField } from "../ui/field.tsx";
import { Notice } from "../ui/notice.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Rich } from "../ui/rich.tsx";
import { Panel } from "../ui/section.tsx";
import { readAction } from "./read-action.ts";

interface ActionListProps {
  actions: readonly IntegrationAction[];
  serviceId: string;
  integrationName: string;
}

/** What a person can let the integration do, each a small form. */
export function ActionList({ actions, ...rest }: ActionListProps) {
  return (
    <div className="space-y-4">
      {actions.map((action) => (
        <ActionForm key={`${action.path} ${action.label}`} action={action} {...rest} />
      ))}
    </div>
  );
}

function ActionForm({
  action,
  serviceId,
  integrationName,
}: Omit<ActionListProps, "actions"> & { action: IntegrationAction }) {
  const form = useRef<HTMLFormElement>(null);
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: (body: Record<string, string>) =>
      relay(`/connector/${encodeURIComponent(serviceId)}${action.path}`, body),
    onSuccess: (answer) => {
      if (answer.ok) form.current?.reset();
      void queries.invalidateQueries({ queryKey: ["accounts"] });
    },
  });

  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!run.isPending) run.mutate(readAction(action, new FormData(event.currentTarget)));
  };

  return (
    <Panel className="p-5">
      <form ref={form} onSubmit={send} aria-label={action.label}>
        <h3 className="font-medium">{action.label}</h3>
        <div className="mt-3 space-y-4">
          {action.fields.map((field) => {
            const shared = {
              name: field.name,
              label: field.label,
              required: field.required,
              aside: field.required ? undefined : t.integrations.optional,
            };
            return field.kind === "long_text" ? (
              <LongTextField key={field.name} {...shared} />
            ) : (
              <TextField key={field.name} {...shared} />
            );
          })}
          <Button type="submit" busy={run.isPending ? t.integrations.actionSending(integrationName) : false}>
            {action.fields.length === 0 ? action.label : t.integrations.actionSend}
          </Button>
        </div>
      </form>
      {run.isPending ? null : <Answer answer={run.data} error={run.error} integrationName={integrationName} />}
    </Panel>
  );
}

/** What the integration said, as plain text: nothing in it can become a link, a style or a script. */
function Answer({
  answer,
  error,
  integrationName,
}: {
  answer: RelayedAnswer | undefined;
  error: unknown;
  integrationName: string;
}) {
  if (error !== null) {
    return (
      <div className="mt-4">
        <RefusalNotice error={error} integrationName={integrationName} />
      </div>
    );
  }
  if (answer === undefined) return null;
  const outcome = answer.ok ? t.integrations.actionDone(integrationName) : t.integrations.actionFailed(integrationName);
  return (
    <div className="mt-4">
      <Notice tone={answer.ok ? "good" : "bad"} live>
        {answer.message === null ? (
          <p className="text-ink">{outcome}</p>
        ) : (
          <>
            <p className="text-sm">
              <Rich phrase={t.integrations.actionAnswer(integrationName)} />
            </p>
            <p className="whitespace-pre-line break-words text-ink">{answer.message}</p>
          </>
        )}
      </Notice>
    </div>
  );
}
