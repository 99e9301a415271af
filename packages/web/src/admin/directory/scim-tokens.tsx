import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { CopyLine } from "../integrations/copy-line.tsx";
import { makeScimToken, revokeScimToken, type ScimToken, scimQuery } from "./queries.ts";

const words = t.directory.scim.tokens;

/** The tokens with which a directory may change who is here. */
export function ScimTokens({ tokens }: { tokens: readonly ScimToken[] }) {
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => makeScimToken(name),
    onSuccess: () => {
      setName("");
      return queries.invalidateQueries({ queryKey: scimQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate();
  };
  return (
    <Section title={words.title} lead={words.lead}>
      <Panel>
        {tokens.length === 0 ? <p className="px-5 py-4 text-ink-2">{words.empty}</p> : null}
        <ul className="divide-y divide-line">
          {tokens.map((token) => (
            <TokenRow key={token.token_id} token={token} />
          ))}
        </ul>
        {make.data === undefined ? null : (
          <div className="border-line border-t">
            <p role="status" className="px-5 pt-4 font-medium text-warn">
              {words.shown}
            </p>
            <dl>
              <CopyLine label={words.token} value={make.data.secret} />
            </dl>
          </div>
        )}
        <form onSubmit={submit} className="border-line border-t px-5 py-4">
          <Changes>
            <div className="flex flex-wrap items-start gap-3">
              <div className="min-w-0 flex-1 basis-56">
                <TextField
                  label={words.name}
                  required
                  maxLength={80}
                  value={name}
                  error={fieldErrorsOf(make.error)("name")}
                  onChange={(event) => setName(event.target.value)}
                />
              </div>
              <Button type="submit" busy={make.isPending ? words.making : false} className="sm:mt-[1.95rem]">
                {words.create}
              </Button>
            </div>
          </Changes>
          {make.isError ? (
            <div className="mt-3">
              <RefusalNotice error={make.error} />
            </div>
          ) : null}
        </form>
      </Panel>
    </Section>
  );
}

function TokenRow({ token }: { token: ScimToken }) {
  const now = useNow();
  const use = token.last_used_at === null ? words.never : words.used(format.ago(token.last_used_at, now));
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
      <Changes>
        <Revoke token={token} />
      </Changes>
    </li>
  );
}

function Revoke({ token }: { token: ScimToken }) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => revokeScimToken(token.token_id),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: scimQuery.queryKey });
    },
  });
  return (
    <>
      <Button size="sm" look="danger" aria-label={words.revokeLabel(token.name)} onClick={() => setAsking(true)}>
        {words.revoke}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(token.name)}
        confirm={words.revoke}
        busy={revoke.isPending ? words.revoking : false}
        onConfirm={() => revoke.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.consequence}</p>
        {revoke.isError ? <RefusalNotice error={revoke.error} /> : null}
      </ConfirmDialog>
    </>
  );
}
