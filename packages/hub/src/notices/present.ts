import type { NoticeView } from "@joinery/contract/pages";
import type { NoticeRow } from "./store.ts";

/** A notice as a person's page shows it. */
export function toNoticeView(row: NoticeRow, integrationName: string): NoticeView {
  return {
    notice_id: row.notice_id,
    kind: row.kind,
    linked_account_id: row.linked_account_id,
    service_id: row.service_id,
    integration_name: integrationName,
    external_account_id: row.external_account_id,
    reason: row.reason,
    created_at: row.created_at.toISOString(),
  };
}
