import type { ConformanceReport } from "@joinery/contract/pages";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { request } from "../../api/request.ts";
import { adminIntegrationPath } from "../queries.ts";

/**
 * A check of an integration. It is asked for and never runs by itself, because it sends requests to the integration. Kept
 * as long as the pages are open, so that one may save, look elsewhere and come back to it.
 */
function conformanceQuery(serviceId: string) {
  return queryOptions({
    queryKey: ["conformance", serviceId],
    queryFn: ({ signal }) => request<ConformanceReport>("POST", `${adminIntegrationPath(serviceId)}/check`, { signal }),
    enabled: false,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });
}

/** Runs a check, anew when one is under way: what was saved in the meantime is what counts. Its outcome is kept. */
export function useRunConformance(serviceId: string): () => void {
  const queries = useQueryClient();
  return useCallback(() => {
    const query = conformanceQuery(serviceId);
    void queries
      .cancelQueries(query)
      .then(() => queries.fetchQuery({ ...query, staleTime: 0 }))
      .catch(() => undefined);
  }, [queries, serviceId]);
}

/** The last check of an integration, and whether one is under way. */
export function useConformance(serviceId: string) {
  const { data, error, isFetching } = useQuery(conformanceQuery(serviceId));
  return { report: data, error, isRunning: isFetching };
}
