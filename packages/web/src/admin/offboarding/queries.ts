import type { OffboardingReport, OffboardingRow } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { pagesOf } from "../queries.ts";

export const offboardingsQuery = pagesOf<OffboardingRow>(["offboardings"]);

export function reportQuery(offboardingId: string) {
  return queryOptions({
    queryKey: ["admin", "offboardings", offboardingId],
    queryFn: ({ signal }) => request<OffboardingReport>("GET", reportPath(offboardingId), { signal }),
  });
}

function reportPath(offboardingId: string): string {
  return `/api/admin/offboardings/${encodeURIComponent(offboardingId)}`;
}

/** Where the report is as a file. */
export function reportFile(offboardingId: string): string {
  return `${reportPath(offboardingId)}/report.json`;
}

export function offboard(userId: string): Promise<OffboardingReport> {
  return request<OffboardingReport>("POST", `/api/admin/people/${encodeURIComponent(userId)}/offboard`, { body: {} });
}

export function reactivate(userId: string): Promise<unknown> {
  return request("POST", `/api/admin/people/${encodeURIComponent(userId)}/reactivate`, { body: {} });
}
