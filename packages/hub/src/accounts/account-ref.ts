import { opaqueId, Problem } from "@joinery/contract";
import type { Request } from "../http/environment.ts";
import type { AccountRef } from "./store.ts";

/** The user that a path of the Linked Accounts API names. */
export function userOf(c: Request): string {
  const userId = opaqueId.safeParse(c.req.param("userId"));
  if (!userId.success) throw new Problem("USER_NOT_FOUND");
  return userId.data;
}

/** The linked account that a path names, as far as the integration of the token is concerned. */
export function refOf(c: Request): AccountRef {
  const accountId = opaqueId.safeParse(c.req.param("accountId"));
  if (!accountId.success) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  const { organisationId, serviceId } = c.get("holder");
  return { organisationId, serviceId, userId: userOf(c), linkedAccountId: accountId.data };
}
