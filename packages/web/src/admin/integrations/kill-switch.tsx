import type { AdminIntegrationView } from "@joinery/contract/pages";
import { useId, useState } from "react";
import { t } from "../../texts/current.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { useChangeIntegration } from "./use-change-integration.ts";

/** Switches an integration off for everybody at once, and on again. Off asks first. */
export function KillSwitch({ view }: { view: AdminIntegrationView }) {
  const id = useId();
  const [asking, setAsking] = useState(false);
  const change = useChangeIntegration(view.service_id);
  const words = t.manage.switch;

  const set = (enabled: boolean) => change.mutate({ enabled }, { onSettled: () => setAsking(false) });
  return (
    <Panel className="px-5 py-4">
      <div className="flex items-center justify-between gap-6">
        <div>
          <p id={`${id}-label`} className="font-medium">
            {words.label}
          </p>
          <p id={`${id}-hint`} className="text-ink-2 text-sm">
            {view.enabled ? words.on : words.off}
          </p>
        </div>
        <Toggle
          checked={view.enabled}
          disabled={change.isPending}
          labelledBy={`${id}-label`}
          describedBy={`${id}-hint`}
          onChange={(enabled) => (enabled ? set(true) : setAsking(true))}
        />
      </div>
      {change.isError ? (
        <div className="mt-4">
          <RefusalNotice error={change.error} integrationName={view.name} />
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        question={words.question(view.name)}
        confirm={words.confirm}
        busy={change.isPending ? words.confirm : false}
        onConfirm={() => set(false)}
        onClose={() => setAsking(false)}
      >
        <p>{words.body}</p>
      </ConfirmDialog>
    </Panel>
  );
}
