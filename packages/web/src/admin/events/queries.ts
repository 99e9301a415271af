import type {
  ChangeEndpointBody,
  CreateEndpointBody,
  DeliveryRow,
  EventEndpointsView,
  EventEndpointView,
} from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { pagesOf } from "../queries.ts";

export const endpointsQuery = queryOptions({
  queryKey: ["admin", "events", "endpoints"],
  queryFn: ({ signal }) => request<EventEndpointsView>("GET", "/api/admin/events/endpoints", { signal }),
});

export function deliveriesQuery(endpointId: string) {
  return pagesOf<DeliveryRow>(["events", "endpoints", endpointId, "deliveries"]);
}

function pathOf(endpointId: string): string {
  return `/api/admin/events/endpoints/${encodeURIComponent(endpointId)}`;
}

/** An endpoint that was just made, with the secret that is shown this once. */
export interface EndpointMade {
  endpoint: EventEndpointView;
  secret: string;
}

export function createEndpoint(body: CreateEndpointBody): Promise<EndpointMade> {
  return request<EndpointMade>("POST", "/api/admin/events/endpoints", { body });
}

export function changeEndpoint(endpointId: string, body: ChangeEndpointBody): Promise<EventEndpointView> {
  return request<EventEndpointView>("PATCH", pathOf(endpointId), { body });
}

export function removeEndpoint(endpointId: string): Promise<unknown> {
  return request("DELETE", pathOf(endpointId));
}

export function renewSecret(endpointId: string): Promise<{ secret: string }> {
  return request<{ secret: string }>("POST", `${pathOf(endpointId)}/secret`, { body: {} });
}

export function replayDelivery(deliveryId: string): Promise<unknown> {
  return request("POST", `/api/admin/events/deliveries/${encodeURIComponent(deliveryId)}/replay`, { body: {} });
}
