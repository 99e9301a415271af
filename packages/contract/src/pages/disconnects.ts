import type { Receipt } from "../receipt.ts";

/**
 * `GET /api/admin/disconnects`: those that need an administrator first, then those under way.
 * `POST /api/admin/disconnects/{linked_account_id}/retry` tells the integration again, at once;
 * `POST /api/admin/disconnects/{linked_account_id}/finish` ends it without the integration's word. Both answer the receipt.
 */
export interface AdminDisconnectsView {
  needs_administrator: AdminDisconnectRow[];
  under_way: AdminDisconnectRow[];
}

/** A disconnect that is not finished. */
export interface AdminDisconnectRow {
  receipt: Receipt;
  /** When its tokens are destroyed even if nobody does anything. */
  shredded_at: string;
}

/** `GET /api/admin/jobs`: work that failed for good. `POST /api/admin/jobs/{job_id}/again` sends it again. */
export interface DeadJobsView {
  jobs: DeadJobRow[];
}

export interface DeadJobRow {
  job_id: string;
  /** `disconnect.attempt`, `event.deliver`, `notice.mail`. */
  name: string;
  created_at: string;
  failed_at: string;
  attempts: number;
  /** Ids that the work is about; nothing secret. */
  about: Record<string, string>;
  /** The class of what was thrown, never a message that could quote something. */
  error: string | null;
}
