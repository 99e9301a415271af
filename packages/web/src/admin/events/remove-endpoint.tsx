import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Section } from "../../ui/section.tsx";
import { endpointsQuery, removeEndpoint } from "./queries.ts";

const words = t.events.remove;

/** Takes an endpoint away, with its log, after a question. */
export function RemoveEndpoint({ endpointId, url }: { endpointId: string; url: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => removeEndpoint(endpointId),
    onSuccess: async () => {
      setAsking(false);
      await navigate({ to: "/admin/events" });
      await queries.invalidateQueries({ queryKey: endpointsQuery.queryKey });
    },
  });
  return (
    <Section title={words.title}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {words.button}
      </Button>
      <ConfirmDialog
        open={asking}
        question={words.question(url)}
        confirm={words.button}
        busy={remove.isPending ? words.busy : false}
        onConfirm={() => remove.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.what}</p>
        {remove.isError ? <RefusalNotice error={remove.error} /> : null}
      </ConfirmDialog>
    </Section>
  );
}
