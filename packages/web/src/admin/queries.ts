import type { Receipt } from "@joinery/contract";
import type {
  AdminDisconnectsView,
  AdminIntegrationRow,
  AdminIntegrationView,
  AdminPeopleView,
  AdminPersonView,
  AuditRow,
  DeadJobsView,
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

export const disconnectsQuery = queryOptions({
  queryKey: ["admin", "disconnects"],
  queryFn: ({ signal }) => request<AdminDisconnectsView>("GET", "/api/admin/disconnects", { signal }),
});

/** Tells the integration of an unfinished disconnect again, at once. */
export function retryAsAdministrator(accountId: string): Promise<Receipt> {
  return request<Receipt>("POST", `/api/admin/disconnects/${encodeURIComponent(accountId)}/retry`, { body: {} });
}

/** Ends a disconnect without the integration's word, and destroys what is stored for it. */
export function finishAnyway(accountId: string, reason: string): Promise<Receipt> {
  const body = reason.trim() === "" ? {} : { reason: reason.trim() };
  return request<Receipt>("POST", `/api/admin/disconnects/${encodeURIComponent(accountId)}/finish`, { body });
}

export const deadJobsQuery = queryOptions({
  queryKey: ["admin", "jobs"],
  queryFn: ({ signal }) => request<DeadJobsView>("GET", "/api/admin/jobs", { signal }),
});

export function sendJobAgain(jobId: string): Promise<unknown> {
  return request("POST", `/api/admin/jobs/${encodeURIComponent(jobId)}/again`, { body: {} });
}

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

export const requestsQuery = pagesOf<ProxiedRequestRow>(["requests"]);
export const auditQuery = pagesOf<AuditRow>(["audit"]);

export const policyQuery = queryOptions({
  queryKey: ["admin", "policy"],
  queryFn: ({ signal }) => request<PolicyView>("GET", "/api/admin/policy", { signal }),
});

/** A list that goes on, under `/api/admin/` and what its address is made of. */
export function pagesOf<Row>(address: readonly string[]) {
  const path = `/api/admin/${address.map(encodeURIComponent).join("/")}`;
  return infiniteQueryOptions({
    queryKey: ["admin", ...address],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => {
      const query = pageParam === null ? "" : `?before=${encodeURIComponent(pageParam)}`;
      return request<PageOf<Row>>("GET", `${path}${query}`, { signal });
    },
    getNextPageParam: (page) => page.next,
  });
}
