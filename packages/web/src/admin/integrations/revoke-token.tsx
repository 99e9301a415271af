import type { ApiTokenView } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { request } from "../../api/request.ts";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { adminIntegrationPath } from "../queries.ts";

/** Locks a token out, after a question. */
export function RevokeToken({ token, serviceId }: { token: ApiTokenView; serviceId: string }) {
  const words = t.manage.tokens;
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const revoke = useMutation({
    mutationFn: () =>
      request("DELETE", `${adminIntegrationPath(serviceId)}/tokens/${encodeURIComponent(token.token_id)}`),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ["admin", "integrations", serviceId] });
    },
  });
  return (
    <>
      <Button size="sm" look="danger" aria-label={words.removeLabel(token.name)} onClick={() => setAsking(true)}>
        {words.remove}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(token.name)}
        confirm={words.confirm}
        busy={revoke.isPending ? words.confirm : false}
        onConfirm={() => revoke.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.body}</p>
        {revoke.isError ? <RefusalNotice error={revoke.error} /> : null}
      </ConfirmDialog>
    </>
  );
}
