import type { PersonView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { toRefusal } from "../api/refusal.ts";
import { PageColumn } from "../shell/app-shell.tsx";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { t } from "../texts/current.ts";
import { Button } from "../ui/button.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { TextField } from "../ui/field.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Panel } from "../ui/section.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { meQuery, sendSetupCode } from "./queries.ts";

/** Where the first administrator enters the code that the hub printed when it first started. */
export function SetupPage() {
  const me = useQuery({ ...meQuery, refetchOnMount: "always" });
  const [done, setDone] = useState(false);
  return (
    <PageColumn>
      {me.data === undefined ? (
        me.isError ? (
          <Failure error={me.error} onRetry={() => void me.refetch()} />
        ) : (
          <Loading>
            <Bar className="h-8 w-72 max-w-full" />
            <Bar className="mt-4 h-4 w-full" />
            <Bar className="mt-8 h-44 w-full" />
          </Loading>
        )
      ) : done ? (
        <Outcome {...t.session.setup.done} to="/admin/integrations" />
      ) : me.data.setup_open ? (
        <CodeForm organisation={me.data.organisation.name} onDone={() => setDone(true)} />
      ) : (
        <Closed role={me.data.person.role} />
      )}
    </PageColumn>
  );
}

function CodeForm({ organisation, onDone }: { organisation: string; onDone: () => void }) {
  const queries = useQueryClient();
  const words = t.session.setup;
  const send = useMutation({
    mutationFn: sendSetupCode,
    onSuccess: async () => {
      onDone();
      await queries.invalidateQueries({ queryKey: meQuery.queryKey });
    },
    // Perhaps somebody else was faster: then the form has nothing left to do.
    onError: () => void queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get("code");
    if (typeof code === "string" && !send.isPending) send.mutate(code.trim());
  };

  const isWrong = send.isError && ["SETUP_CODE_WRONG", "BAD_REQUEST"].includes(toRefusal(send.error).code);
  return (
    <div className="enter">
      <PageHeading title={words.title} />
      <p className="mt-2 max-w-prose text-[1.0667rem] text-ink-2">{words.lead(organisation)}</p>
      <Panel className="mt-8 p-6">
        <form onSubmit={submit} className="space-y-5">
          <TextField
            name="code"
            label={words.code}
            hint={words.hint}
            error={isWrong ? words.wrong : undefined}
            required
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={200}
            className="font-mono"
          />
          {send.isError && !isWrong ? <RefusalNotice error={send.error} /> : null}
          <Button type="submit" look="primary" busy={send.isPending ? words.sending : false}>
            {words.send}
          </Button>
        </form>
      </Panel>
    </div>
  );
}

/** Also after too many wrong codes: which of the two it is, the hub tells nobody. */
function Closed({ role }: { role: PersonView["role"] }) {
  if (role === "administrator") return <Outcome {...t.session.setup.already} to="/admin/integrations" />;
  return <Outcome {...t.session.setup.closed} to="/" />;
}

function Outcome({
  title,
  body,
  action,
  to,
}: {
  title: string;
  body: string;
  action: string;
  to: "/" | "/admin/integrations";
}) {
  return (
    <div className="enter max-w-lg py-8" role="status">
      <PageHeading title={title} />
      <p className="mt-3 text-[1.0667rem] text-ink-2">{body}</p>
      <div className="mt-6">
        <ButtonLink look="primary" to={to}>
          {action}
        </ButtonLink>
      </div>
    </div>
  );
}
