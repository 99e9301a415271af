import { z } from "zod";
import type { Receipt } from "../receipt.ts";

/**
 * `POST /api/admin/people/{user_id}/offboard` and `GET /api/admin/offboardings/{offboarding_id}`: what a leaver could still
 * reach. Counts say what happened at once; each receipt tells of one linked account.
 */
export interface OffboardingReport {
  offboarding_id: string;
  organisation_name: string;
  person: { user_id: string; display_name: string | null; email: string | null; employee_id: string | null };
  source: "administrator" | "csv" | "scim";
  requested_by: { user_id: string; display_name: string | null } | null;
  started_at: string;
  /** When the last account was acknowledged or finished; null while one is open. */
  finished_at: string | null;
  sessions_ended: number;
  flows_ended: number;
  /** Connects of theirs that had begun their exchange and of which nobody has said how it ended: a late save is refused and withdrawn. */
  exchanges_open: number;
  receipts: Receipt[];
  /** Of the receipts: how they stand. `withdrawn`: revoked or already invalid; `not_withdrawn`: everything else that is acknowledged. */
  totals: { accounts: number; open: number; withdrawn: number; not_withdrawn: number };
}

/** `GET /api/admin/offboardings?before=` (a `PageOf`), newest first. */
export interface OffboardingRow {
  offboarding_id: string;
  person: { user_id: string; display_name: string | null };
  source: "administrator" | "csv" | "scim";
  started_at: string;
  finished_at: string | null;
  accounts: number;
  open: number;
}

/** `POST /api/admin/people/{user_id}/reactivate`: they can sign in again; what was removed stays removed. */
export type ReactivateAnswer = Record<string, never>;

/**
 * `POST /api/admin/people/import`: CSV with a header line. Columns: `email` (required), `first_name`, `second_name`,
 * `employee_id`, `job_title`, `department`, `active` (`true` | `false`). A row with a known `employee_id` or e-mail changes that
 * person; `active` = false offboards. With `dry_run` nothing is written. A person who is missing in the file stays as they are.
 */
export const importPeopleBody = z.object({ csv: z.string().max(900_000), dry_run: z.boolean().default(false) });
export type ImportPeopleBody = z.input<typeof importPeopleBody>;

/** What an import did, or would do. All faults at once; with one fault nothing is written. */
export interface ImportPeopleAnswer {
  dry_run: boolean;
  added: number;
  changed: number;
  unchanged: number;
  offboarded: { user_id: string; display_name: string | null; offboarding_id: string | null; accounts: number }[];
  /** Line numbers as an editor counts them, from 1. */
  faults: { line: number; column: string | null; message: string }[];
}

/** `GET /api/admin/scim`: how the identity provider's directory reaches this hub. */
export interface ScimView {
  base_url: string;
  tokens: { token_id: string; name: string; hint: string; created_at: string; last_used_at: string | null }[];
}

/** `POST /api/admin/scim/tokens` (answer: `{token, secret}`; the secret is shown this once), `DELETE /api/admin/scim/tokens/{token_id}`. */
export const createScimTokenBody = z.object({ name: z.string().trim().min(1).max(80) });
export type CreateScimTokenBody = z.infer<typeof createScimTokenBody>;
