import type { AdapterPayload, Provider } from "oidc-provider";
import type { Records, StoredRecord } from "./records.ts";

/** Access that a person has given and that can still be used. */
export interface LiveGrant {
  grantId: string;
  clientId: string;
  since: Date;
}

/** Lists the grants of a person that still have a usable token, oldest first. */
export function listLiveGrants(records: Records, subject: string): LiveGrant[] {
  const usable = new Set([...records.list("AccessToken"), ...records.list("RefreshToken")].flatMap(grantOfUsableToken));
  return records
    .list("Grant")
    .filter(({ id, payload }) => payload.accountId === subject && usable.has(id))
    .map(({ id, payload }) => ({ grantId: id, clientId: payload.clientId ?? "", since: issuedAt(payload) }));
}

/** Ends a grant with everything that was issued for it. */
export async function revokeGrant(provider: Provider, grantId: string): Promise<void> {
  await provider.AuthorizationCode.revokeByGrantId(grantId);
  await provider.RefreshToken.revokeByGrantId(grantId);
  await provider.AccessToken.revokeByGrantId(grantId);
  const grant = await provider.Grant.find(grantId);
  await grant?.destroy();
}

function grantOfUsableToken({ payload }: StoredRecord): string[] {
  return payload.consumed === undefined && payload.grantId !== undefined ? [payload.grantId] : [];
}

function issuedAt(payload: AdapterPayload): Date {
  return new Date((payload.iat ?? 0) * 1000);
}
