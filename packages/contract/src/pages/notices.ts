/** Something a person is told about a link of theirs. */
export interface NoticeView {
  notice_id: string;
  kind: "account_broken" | "account_removed";
  linked_account_id: string;
  service_id: string;
  integration_name: string;
  external_account_id: string;
  /** Of `account_broken`: `requires_reauthentication` | `rotation_lost`; of `account_removed`: a cause of the receipt. */
  reason: string | null;
  created_at: string;
}

/**
 * `GET /api/notices`: what a person has not dismissed, newest first; asked every few seconds while a page is in front.
 * `DELETE /api/notices/{notice_id}` dismisses one; one about a broken account goes by itself when the account recovers.
 */
export interface NoticesView {
  notices: NoticeView[];
}
