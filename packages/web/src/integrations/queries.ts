import type { IntegrationsView, IntegrationView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";

export const integrationsQuery = queryOptions({
  queryKey: ["integrations"],
  queryFn: ({ signal }) => request<IntegrationsView>("GET", "/api/integrations", { signal }),
  // A connect may have been finished, or a link removed, in another window a moment ago.
  refetchOnWindowFocus: "always",
});

export function integrationQuery(serviceId: string) {
  return queryOptions({
    queryKey: ["integrations", serviceId],
    queryFn: ({ signal }) =>
      request<IntegrationView>("GET", `/api/integrations/${encodeURIComponent(serviceId)}`, { signal }),
    refetchOnWindowFocus: "always",
  });
}
