import type { ImportPeopleAnswer, ScimView } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../../api/request.ts";
import { t } from "../../texts/current.ts";
import type { TokenKind } from "../tokens/tokens.ts";

export const scimQuery = queryOptions({
  queryKey: ["admin", "scim"],
  queryFn: ({ signal }) => request<ScimView>("GET", "/api/admin/scim", { signal }),
});

/** The tokens with which a directory may change who is here. */
export const SCIM_TOKENS: TokenKind = {
  words: t.tokens.directory,
  queryKey: scimQuery.queryKey,
  async make(name) {
    const made = await request<{ secret: string }>("POST", "/api/admin/scim/tokens", { body: { name } });
    return made.secret;
  },
  revoke: (tokenId) => request("DELETE", `/api/admin/scim/tokens/${encodeURIComponent(tokenId)}`),
};

/** Reads a file of people; with `dryRun` nothing is written. */
export function importPeople(csv: string, dryRun: boolean): Promise<ImportPeopleAnswer> {
  return request<ImportPeopleAnswer>("POST", "/api/admin/people/import", { body: { csv, dry_run: dryRun } });
}
