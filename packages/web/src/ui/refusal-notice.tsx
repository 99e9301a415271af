import { useQuery } from "@tanstack/react-query";
import { toRefusal } from "../api/refusal.ts";
import { meQuery } from "../session/queries.ts";
import { seesAdminPanel } from "../session/roles.ts";
import { t } from "../texts/current.ts";
import { Notice } from "./notice.tsx";

/** One plain sentence about what was refused; administrators and auditors also read the request id, to find it in the list of requests. */
export function RefusalNotice({ error, integrationName }: { error: unknown; integrationName?: string | undefined }) {
  const refusal = toRefusal(error);
  return (
    <Notice tone="bad" live>
      <p className="text-ink">{t.problems.sentence(refusal, integrationName)}</p>
      <RequestId id={refusal.requestId} />
    </Notice>
  );
}

/** The id of a request, small, for administrators and auditors only. */
export function RequestId({ id }: { id: string | null }) {
  const me = useQuery({ ...meQuery, enabled: false });
  if (id === null || me.data === undefined || !seesAdminPanel(me.data.person)) return null;
  return <p className="mt-1 break-all font-mono text-ink-2 text-xs">{t.general.requestId(id)}</p>;
}
