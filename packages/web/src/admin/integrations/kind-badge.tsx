import type { AdminIntegrationRow } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";

/** Whether connects through an integration are verified; administrators always see it. */
export function KindBadge({ kind }: { kind: AdminIntegrationRow["kind"] }) {
  if (kind === "verified") {
    return (
      <Badge tone="good" title={t.admin.verifiedHint}>
        {t.admin.verified}
      </Badge>
    );
  }
  return (
    <Badge tone="warn" title={t.admin.unverifiedHint}>
      {t.admin.unverified}
    </Badge>
  );
}
