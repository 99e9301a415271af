import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { CopyLine } from "../integrations/copy-line.tsx";
import { TokenRow } from "./token-row.tsx";
import type { TokenKind, TokenView } from "./tokens.ts";

/** Tokens of one kind: when each was last used, a new one, shown once, and the way to lock one out. */
export function TokenPanel({ kind, tokens }: { kind: TokenKind; tokens: readonly TokenView[] }) {
  return (
    <Panel>
      {tokens.length === 0 ? <p className="px-5 py-4 text-ink-2">{kind.words.empty}</p> : null}
      <ul className="divide-y divide-line">
        {tokens.map((token) => (
          <TokenRow key={token.token_id} kind={kind} token={token} />
        ))}
      </ul>
      <NewToken kind={kind} />
    </Panel>
  );
}

function NewToken({ kind }: { kind: TokenKind }) {
  const { words } = kind;
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const make = useMutation({
    mutationFn: () => kind.make(name.trim()),
    onSuccess: () => {
      setName("");
      return queries.invalidateQueries({ queryKey: kind.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate();
  };
  return (
    <>
      {make.data === undefined ? null : (
        <div className="border-line border-t">
          <p role="status" className="px-5 pt-4 font-medium text-warn">
            {t.tokens.shown}
          </p>
          <dl>
            <CopyLine label={words.token} value={make.data} />
          </dl>
        </div>
      )}
      <form onSubmit={submit} className="border-line border-t px-5 py-4">
        <Changes>
          <div className="flex flex-wrap items-start gap-3">
            <div className="min-w-0 flex-1 basis-56">
              <TextField
                label={t.tokens.name}
                required
                maxLength={80}
                value={name}
                error={fieldErrorsOf(make.error)("name")}
                onChange={(event) => setName(event.target.value)}
              />
            </div>
            <Button type="submit" busy={make.isPending ? t.tokens.making : false} className="sm:mt-[1.95rem]">
              {t.tokens.create}
            </Button>
          </div>
        </Changes>
        {make.isError ? (
          <div className="mt-3">
            <RefusalNotice error={make.error} />
          </div>
        ) : null}
      </form>
    </>
  );
}
