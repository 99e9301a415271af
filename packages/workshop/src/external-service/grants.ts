import type { AdapterPayload, Provider } from "oidc-provider";
import { PEOPLE } from "./people.ts";
import type { Records, StoredRecord } from "./records.ts";

/** Access that a person has given and that can still be used. */
export interface LiveGrant {
  grantId: string;
  clientId: string;
  since: Date;
}

/** A grant that can still be used, as whoever judges its app wants to know it. */
export interface GivenGrant {
  grantId: string;
  /** The user name of who has given it. */
  account: string;
  /** What the app has called the request that it came from (RFC 6749, 4.1.1); empty for one of an earlier run. */
  state: string;
}

/** Lists everybody's grants that still have a usable token, oldest first. */
export function listGivenGrants(records: Records, states: ReadonlyMap<string, string>): GivenGrant[] {
  return PEOPLE.flatMap(({ subject, username }) =>
    listLiveGrants(records, subject).map(({ grantId }) => ({
      grantId,
      account: username,
      state: states.get(grantId) ?? "",
    })),
  );
}

/** The grant that a token was issued for, also one that has been used up; `undefined` when it is not known any more. */
export function grantOfToken(records: Records, token: string): string | undefined {
  const issued = [...records.list("RefreshToken"), ...records.list("AccessToken")];
  return issued.find(({ id }) => id === token)?.payload.grantId;
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
