import { z } from "zod";
import { revocation } from "./linked-accounts.ts";

/** The three lines of a disconnect, for user and administrator (contract 2.5). */
export const receipt = z.object({
  linked_account_id: z.string(),
  service_id: z.string(),
  integration_name: z.string(),
  external_account_id: z.string(),
  owner: z.object({ user_id: z.string(), display_name: z.string().nullable() }),
  requested_by: z
    .object({ user_id: z.string(), display_name: z.string().nullable() })
    .nullable()
    .describe("null: the integration itself, or the directory."),
  /** Why the link was removed. */
  cause: z.enum(["person", "administrator", "offboarding", "replaced", "cancelled", "integration"]),
  /** Line 1: removed here. From this moment on the account is out of every list and its tokens serve withdrawal only. */
  removed: z.object({ at: z.string() }),
  /** Line 2: acknowledged by the integration. */
  acknowledged: z.object({
    /** `needs_administrator`: attempts have stopped after 72 hours; `finished_anyway`: an administrator ended it without the integration's word. */
    state: z.enum(["acknowledged", "unknown_account", "waiting", "needs_administrator", "finished_anyway"]),
    at: z.string().nullable(),
    attempts: z.int(),
    /** When the integration is told next; null when nothing more is due. */
    next_attempt_at: z.string().nullable(),
    /** Who finished it anyway. */
    finished_by: z.object({ user_id: z.string(), display_name: z.string().nullable() }).nullable(),
    /** Why the last attempt did not count: a code of the catalogue. */
    problem: z.string().nullable(),
  }),
  /** Line 3: withdrawn at the external service, as far as the integration has said. */
  withdrawn: z.object({
    state: z.union([revocation, z.literal("unknown")]),
    at: z.string().nullable(),
    detail: z.string().nullable(),
  }),
});
export type Receipt = z.infer<typeof receipt>;
