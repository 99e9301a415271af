import type { ImportPeopleAnswer, ScimView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../../api/request.ts";

export const scimQuery = queryOptions({
  queryKey: ["admin", "scim"],
  queryFn: ({ signal }) => request<ScimView>("GET", "/api/admin/scim", { signal }),
});

export type ScimToken = ScimView["tokens"][number];

export function makeScimToken(name: string): Promise<{ token: ScimToken; secret: string }> {
  return request("POST", "/api/admin/scim/tokens", { body: { name: name.trim() } });
}

export function revokeScimToken(tokenId: string): Promise<unknown> {
  return request("DELETE", `/api/admin/scim/tokens/${encodeURIComponent(tokenId)}`);
}

/** Reads a file of people; with `dryRun` nothing is written. */
export function importPeople(csv: string, dryRun: boolean): Promise<ImportPeopleAnswer> {
  return request<ImportPeopleAnswer>("POST", "/api/admin/people/import", { body: { csv, dry_run: dryRun } });
}
