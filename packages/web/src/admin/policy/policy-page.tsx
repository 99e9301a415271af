import type { PolicyView } from "@joinery/contract/pages";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { request } from "../../api/request.ts";
import { Changes } from "../../session/may-change.tsx";
import { t } from "../../texts/current.ts";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel } from "../../ui/section.tsx";
import { Toggle } from "../../ui/toggle.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { policyQuery } from "../queries.ts";

/** Rules for the whole organisation. */
export function PolicyPage() {
  const policy = useQuery({ ...policyQuery, refetchOnMount: "always" });
  return (
    <div className="max-w-2xl">
      <AdminPage title={t.admin.policy.title} lead={t.admin.policy.lead}>
        <WhenLoaded query={policy}>{(view) => <RequireVerified policy={view} />}</WhenLoaded>
      </AdminPage>
    </div>
  );
}

function RequireVerified({ policy }: { policy: PolicyView }) {
  const id = useId();
  const queries = useQueryClient();
  const words = t.admin.policy;
  const change = useMutation({
    mutationFn: (body: PolicyView) => request("PATCH", "/api/admin/policy", { body }),
    onSettled: async () => {
      await queries.invalidateQueries({ queryKey: policyQuery.queryKey });
      await queries.invalidateQueries({ queryKey: ["integrations"] });
    },
  });
  return (
    <Panel className="p-5">
      <div className="flex items-start justify-between gap-6">
        <div>
          <p id={`${id}-label`} className="font-medium">
            {words.requireVerified}
          </p>
          <p id={`${id}-hint`} className="mt-1 text-ink-2">
            {words.requireVerifiedHint}
          </p>
        </div>
        <Changes>
          <Toggle
            checked={policy.require_verified}
            disabled={change.isPending}
            labelledBy={`${id}-label`}
            describedBy={`${id}-hint`}
            onChange={(checked) => change.mutate({ require_verified: checked })}
          />
        </Changes>
      </div>
      <p role="status" className="mt-2 min-h-6 text-good text-sm">
        {change.isSuccess ? words.saved : null}
      </p>
      {change.isError ? <RefusalNotice error={change.error} /> : null}
    </Panel>
  );
}
