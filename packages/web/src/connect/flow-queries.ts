import type { FlowPageView, NextView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";

/** What the pages of a flow show; says little to anybody but its starter. */
export function flowPageQuery(flow: string) {
  return queryOptions({
    queryKey: ["flow-page", flow],
    queryFn: ({ signal }) => request<FlowPageView>("GET", `/connect/${encodeURIComponent(flow)}/page`, { signal }),
  });
}

export function confirmFlow(flow: string): Promise<NextView> {
  return request<NextView>("POST", `/connect/${encodeURIComponent(flow)}/confirm`, { body: {} });
}

export function cancelFlow(flow: string): Promise<unknown> {
  return request("POST", `/connect/${encodeURIComponent(flow)}/cancel`, { body: {} });
}
