import { z } from "zod";
import { type HubEventType, hubEventType } from "../events.ts";

const endpointFields = {
  url: z.url({ protocol: /^https?$/ }).max(2_000),
  description: z.string().trim().max(200),
  /** Empty: every type. */
  types: z.array(hubEventType).max(20),
  /** Private networks, as CIDR, that the address may resolve to. */
  allowed_networks: z.array(z.union([z.cidrv4(), z.cidrv6()])).max(10),
};

/** `POST /api/admin/events/endpoints`; the answer is `{endpoint, secret}`, the secret (`whsec_…`) shown this once. */
export const createEndpointBody = z.object({
  ...endpointFields,
  description: endpointFields.description.default(""),
  types: endpointFields.types.default([]),
  allowed_networks: endpointFields.allowed_networks.default([]),
});
export type CreateEndpointBody = z.infer<typeof createEndpointBody>;

/** `PATCH /api/admin/events/endpoints/{endpoint_id}`: only what is given changes; `enabled` switches it on again. */
export const changeEndpointBody = z.object({ ...endpointFields, enabled: z.boolean() }).partial();
export type ChangeEndpointBody = z.infer<typeof changeEndpointBody>;

/** One endpoint. Also `DELETE …/{endpoint_id}` and `POST …/{endpoint_id}/secret` (a new secret, shown once). */
export interface EventEndpointView {
  endpoint_id: string;
  url: string;
  description: string;
  types: HubEventType[];
  allowed_networks: string[];
  enabled: boolean;
  /** `gone`: it answered 410; `failing`: nothing but failures for three days. */
  disabled_reason: "administrator" | "gone" | "failing" | null;
  disabled_at: string | null;
  created_at: string;
  last_delivery: { at: string; state: "waiting" | "delivered" | "failed" } | null;
}

/** `GET /api/admin/events/endpoints` */
export interface EventEndpointsView {
  endpoints: EventEndpointView[];
}

/** Why an attempt did not deliver: the codes of `attempts.problem`. The pages have words for them. */
export type DeliveryProblem =
  | "ADDRESS_REFUSED"
  | "UNREACHABLE"
  | "TLS_FAILED"
  | "TIMEOUT"
  | "BROKEN_ANSWER"
  | "REDIRECTED"
  | "GONE"
  | "REFUSED"
  | "FAILED";

/** A row of `GET /api/admin/events/endpoints/{endpoint_id}/deliveries?before=` (a `PageOf`), newest first. `POST /api/admin/events/deliveries/{delivery_id}/replay` sends it again. */
export interface DeliveryRow {
  delivery_id: string;
  /** Sent as `webhook-id`; a replay keeps it. */
  event_id: string;
  type: HubEventType;
  account_id: string | null;
  sequence: number;
  state: "waiting" | "delivered" | "failed";
  replay: boolean;
  created_at: string;
  delivered_at: string | null;
  next_attempt_at: string | null;
  attempts: {
    number: number;
    at: string;
    status: number | null;
    duration_ms: number;
    problem: DeliveryProblem | null;
  }[];
}
