import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { useNow } from "../../ui/time.tsx";
import type { TokenKind, TokenView } from "./tokens.ts";

interface TokenRowProps {
  kind: TokenKind;
  token: TokenView;
}

/** One token, and the way to lock it out. */
export function TokenRow({ kind, token }: TokenRowProps) {
  const now = useNow();
  const use = token.last_used_at === null ? t.tokens.neverUsed : t.tokens.lastUsed(format.ago(token.last_used_at, now));
  return (
    <li className="flex items-center justify-between gap-4 px-5 py-3.5">
      <div className="min-w-0">
        <p className="break-words font-medium">
          {token.name}{" "}
          <span className="whitespace-nowrap font-mono font-normal text-[0.8667rem] text-ink-2">…{token.hint}</span>
        </p>
        <p className="text-ink-2 text-sm">
          {t.tokens.created(format.date(token.created_at))} · {use}
        </p>
      </div>
      <Changes>
        <Revoke kind={kind} token={token} />
      </Changes>
    </li>
  );
}

function Revoke({ kind, token }: TokenRowProps) {
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () => kind.revoke(token.token_id),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: kind.queryKey });
    },
  });
  return (
    <>
      <Button size="sm" look="danger" aria-label={t.tokens.revokeLabel(token.name)} onClick={() => setAsking(true)}>
        {t.tokens.revoke}
      </Button>
      <ConfirmDialog
        open={asking}
        question={t.tokens.question(token.name)}
        confirm={t.tokens.revoke}
        busy={revoke.isPending ? t.tokens.revoking : false}
        onConfirm={() => revoke.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{kind.words.consequence}</p>
        {revoke.isError ? <RefusalNotice error={revoke.error} /> : null}
      </ConfirmDialog>
    </>
  );
}
