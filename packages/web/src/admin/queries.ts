import type { Receipt } from "@joinery/contract";
import type {
  AdminIntegrationRow,
  AdminIntegrationView,
  AdminPeopleView,
  AdminPersonView,
  AuditRow,
  OrphanRow,
  PageOf,
  PolicyView,
  ProxiedRequestRow,
} from "@joinery/contract/pages";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";

export const adminIntegrationsQuery = queryOptions({
  queryKey: ["admin", "integrations"],
  queryFn: ({ signal }) =>
    request<{ integrations: AdminIntegrationRow[] }>("GET", "/api/admin/integrations", { signal }),
});

export function adminIntegrationQuery(serviceId: string) {
  return queryOptions({
    queryKey: ["admin", "integrations", serviceId],
    queryFn: ({ signal }) => request<AdminIntegrationView>("GET", adminIntegrationPath(serviceId), { signal }),
  });
}

export function adminIntegrationPath(serviceId: string): string {
  return `/api/admin/integrations/${encodeURIComponent(serviceId)}`;
}

export const orphansQuery = queryOptions({
  queryKey: ["admin", "orphans"],
  queryFn: ({ signal }) => request<{ rows: OrphanRow[] }>("GET", "/api/admin/orphans", { signal }),
});

export const peopleQuery = queryOptions({
  queryKey: ["admin", "people"],
  queryFn: ({ signal }) => request<AdminPeopleView>("GET", "/api/admin/people", { signal }),
});

export function personQuery(userId: string) {
  return queryOptions({
    queryKey: ["admin", "people", userId],
    queryFn: ({ signal }) =>
      request<AdminPersonView>("GET", `/api/admin/people/${encodeURIComponent(userId)}`, { signal }),
  });
}

export function disconnectAsAdministrator(accountId: string): Promise<Receipt> {
  return request<Receipt>("DELETE", `/api/admin/accounts/${encodeURIComponent(accountId)}`);
}

export const requestsQuery = pagesOf<ProxiedRequestRow>("requests");
export const auditQuery = pagesOf<AuditRow>("audit");

export const policyQuery = queryOptions({
  queryKey: ["admin", "policy"],
  queryFn: ({ signal }) => request<PolicyView>("GET", "/api/admin/policy", { signal }),
});

function pagesOf<Row>(list: "requests" | "audit") {
  return infiniteQueryOptions({
    queryKey: ["admin", list],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === null ? "" : `?before=${encodeURIComponent(pageParam)}`;
      return request<PageOf<Row>>("GET", `/api/admin/${list}${query}`, { signal });
    },
    getNextPageParam: (page) => page.next,
  });
}
