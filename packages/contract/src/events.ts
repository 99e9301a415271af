import { z } from "zod";
import { receipt } from "./receipt.ts";

/** What the hub tells other systems (contract 2.6). */
export const HUB_EVENT_TYPES = [
  "account.linked",
  "account.reconnected",
  "account.attention_needed",
  "account.recovered",
  "account.disconnect_requested",
  "account.disconnected",
  "connect.refused",
  "user.deprovisioned",
] as const;

export const hubEventType = z.enum(HUB_EVENT_TYPES);
export type HubEventType = z.infer<typeof hubEventType>;

/**
 * The body of an event, sent as Standard Webhooks: headers `webhook-id`, `webhook-timestamp`, `webhook-signature` (HMAC, `v1`).
 * At least once; `sequence` grows with every event of one account, so that a receiver can drop what is older.
 */
export const hubEvent = z.object({
  type: hubEventType,
  /** When it happened. */
  timestamp: z.string(),
  data: z.object({
    organisation_id: z.string(),
    user_id: z.string().nullable(),
    service_id: z.string().nullable(),
    account_id: z.string().nullable(),
    /** Counts the events of one account; of one user where there is no account. */
    sequence: z.int(),
    /** Why, where there is a reason to tell: `requires_reauthentication`, `rotation_lost`, `access_denied`, … */
    reason: z.string().optional(),
    flow: z.string().optional(),
    receipt: receipt.optional(),
  }),
});
export type HubEvent = z.infer<typeof hubEvent>;
