import type { AdminIntegrationView, RotateSecretBody } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { adminIntegrationPath } from "../queries.ts";
import { CopyLine } from "./copy-line.tsx";
import { PrepareSecret } from "./prepare-secret.tsx";

/** The proxy secret: never shown again, replaced in two steps so that nothing breaks in between (contract 2.2). */
export function SecretSection({ view }: { view: AdminIntegrationView }) {
  const words = t.manage.secret;
  const queries = useQueryClient();
  const rotate = useMutation({
    mutationFn: (body: RotateSecretBody) =>
      request<{ proxy_secret?: string }>("POST", `${adminIntegrationPath(view.service_id)}/proxy-secret`, { body }),
    onSettled: () => queries.invalidateQueries({ queryKey: ["admin", "integrations", view.service_id] }),
  });
  const step = rotate.variables?.step;
  const shown = step === "prepare" ? rotate.data?.proxy_secret : undefined;

  return (
    <Section title={words.title} lead={words.lead}>
      <Panel>
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-5 py-3.5">
          <span className="font-mono text-ink-2 tracking-widest" role="img" aria-label={words.masked}>
            ••••••••••••••••
          </span>
          <span className="text-ink-2 text-sm">{words.changed(format.date(view.secret_changed_at))}</span>
        </div>
        {shown === undefined ? null : (
          <div className="border-line border-t">
            <p role="status" className="px-5 pt-4 font-medium text-warn">
              {words.shown}
            </p>
            <dl>
              <CopyLine label={words.next} value={shown} />
            </dl>
          </div>
        )}
        <div className="space-y-4 border-line border-t px-5 py-4">
          {view.next_secret_prepared ? (
            <>
              <p>{words.prepared}</p>
              <div className="flex flex-wrap gap-2">
                <Button
                  look="primary"
                  busy={rotate.isPending && step === "activate" ? t.manage.saving : false}
                  onClick={() => rotate.mutate({ step: "activate" })}
                >
                  {words.activate}
                </Button>
                <Button disabled={rotate.isPending} onClick={() => rotate.mutate({ step: "discard" })}>
                  {words.discard}
                </Button>
              </div>
            </>
          ) : (
            <PrepareSecret
              isPending={rotate.isPending}
              error={rotate.error}
              onPrepare={(body) => rotate.mutate(body)}
            />
          )}
          {rotate.isSuccess && !view.next_secret_prepared && step !== "prepare" ? (
            <Notice tone="good" live>
              {step === "activate" ? words.activated : words.discarded}
            </Notice>
          ) : null}
          {rotate.isError ? <RefusalNotice error={rotate.error} /> : null}
        </div>
      </Panel>
    </Section>
  );
}
