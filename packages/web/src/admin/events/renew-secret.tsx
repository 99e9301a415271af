import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useWhenFresh } from "../../session/fresh-sign-in.ts";
import { t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { CopyLine } from "../integrations/copy-line.tsx";
import { renewSecret } from "./queries.ts";

const words = t.events.secret;

/** A new signing secret, shown once; for a day the old one signs as well. */
export function RenewSecret({ endpointId }: { endpointId: string }) {
  const [asking, setAsking] = useState(false);
  const whenFresh = useWhenFresh();
  const renew = useMutation({ mutationFn: () => renewSecret(endpointId), onSuccess: () => setAsking(false) });
  return (
    <Section title={words.title} lead={words.lead}>
      {renew.data === undefined ? null : (
        <div className="mb-4">
          <Panel>
            <p role="status" className="px-5 pt-4 font-medium text-warn">
              {words.shown}
            </p>
            <dl>
              <CopyLine label={words.label} value={renew.data.secret} />
            </dl>
          </Panel>
        </div>
      )}
      <Button onClick={() => whenFresh(() => setAsking(true))}>{words.renew}</Button>
      <ConfirmDialog
        open={asking}
        look="primary"
        question={[words.question]}
        confirm={words.renew}
        busy={renew.isPending ? words.renewing : false}
        onConfirm={() => renew.mutate()}
        onClose={() => setAsking(false)}
      >
        <p>{words.what}</p>
        {renew.isError ? <RefusalNotice error={renew.error} /> : null}
      </ConfirmDialog>
    </Section>
  );
}
