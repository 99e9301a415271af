import type { AccountsApi } from "../hub/accounts-api.ts";
import { liveAccounts } from "./pick-account.ts";

/** An account at the external service, and the linked account that is not counted. */
export interface GrantOwner {
  userId: string;
  authId: string;
  externalAccountId: string;
  externalSubject: string | null;
  except?: string;
}

/**
 * Whether this person has a living link to the account. Where a service ends everything at once that a person has granted, that
 * link would die with a grant that is withdrawn. Blink keeps no stable key; there the name has to do.
 */
export async function hasLivingLink(hub: AccountsApi, owner: GrantOwner): Promise<boolean> {
  const { userId, authId, externalAccountId, externalSubject, except } = owner;
  const live = liveAccounts(await hub.listLinkedAccounts(userId, authId), authId);
  return live.some(({ linked_account_id: id, external_subject: subject, external_account_id: label }) => {
    if (id === except) return false;
    return subject !== null && externalSubject !== null ? subject === externalSubject : label === externalAccountId;
  });
}
