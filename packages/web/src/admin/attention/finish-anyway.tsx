import type { Receipt } from "@joinery/contract";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { LongTextField } from "../../ui/field.tsx";
import { fieldErrorsOf } from "../../ui/field-errors.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { disconnectsQuery, finishAnyway } from "../queries.ts";

const words = t.attention.finish;

/** Ends a disconnect without the integration's word, after a question that says what is lost by it. */
export function FinishAnyway({ receipt, onDone }: { receipt: Receipt; onDone: (told: string) => void }) {
  const { linked_account_id: id, external_account_id: label, integration_name: integration } = receipt;
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const finish = useMutation({
    mutationFn: () => finishAnyway(id, reason),
    onSuccess: () => {
      setAsking(false);
      onDone(words.done(label));
      return queries.invalidateQueries({ queryKey: disconnectsQuery.queryKey });
    },
  });
  return (
    <>
      <Button size="sm" look="danger" aria-label={words.label(label, integration)} onClick={() => setAsking(true)}>
        {words.button}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(label, integration)}
        confirm={words.button}
        busy={finish.isPending ? words.busy : false}
        onConfirm={() => finish.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.consequence}</p>
        <LongTextField
          label={words.reason}
          aside={words.optional}
          hint={words.reasonHint}
          maxLength={500}
          value={reason}
          error={fieldErrorsOf(finish.error)("reason")}
          onChange={(event) => setReason(event.target.value)}
        />
        {finish.isError ? <RefusalNotice error={finish.error} integrationName={integration} /> : null}
      </ConfirmDialog>
    </>
  );
}
