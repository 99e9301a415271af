import type { DeliveryProblem, DeliveryRow, EventEndpointView } from "@joinery/contract/pages";
import type { AttemptRow, LoggedDelivery } from "./delivery-log-store.ts";
import type { EndpointRow } from "./endpoint-store.ts";

/** The newest delivery to an endpoint. */
interface LastDelivery {
  state: "waiting" | "delivered" | "failed";
  created_at: Date;
  delivered_at: Date | null;
}

/** An endpoint as administrators see it. */
export function toEndpointView(row: EndpointRow, last: LastDelivery | undefined): EventEndpointView {
  return {
    endpoint_id: row.endpoint_id,
    url: row.url,
    description: row.description,
    types: row.types,
    allowed_networks: row.allowed_networks,
    enabled: row.enabled,
    disabled_reason: row.disabled_reason,
    disabled_at: row.disabled_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    last_delivery:
      last === undefined ? null : { at: (last.delivered_at ?? last.created_at).toISOString(), state: last.state },
  };
}

/** A delivery in the log of its endpoint. */
export function toDeliveryRow(row: LoggedDelivery, attempts: readonly AttemptRow[]): DeliveryRow {
  return {
    delivery_id: row.delivery_id,
    event_id: row.event_id,
    type: row.type,
    account_id: row.account_id,
    sequence: row.sequence,
    state: row.state,
    replay: row.replay,
    created_at: row.created_at.toISOString(),
    delivered_at: row.delivered_at?.toISOString() ?? null,
    next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
    attempts: attempts
      .filter((attempt) => attempt.delivery_id === row.delivery_id)
      .map(({ number, at, status, duration_ms, problem }) => {
        return { number, at: at.toISOString(), status, duration_ms, problem: problem as DeliveryProblem | null };
      }),
  };
}
