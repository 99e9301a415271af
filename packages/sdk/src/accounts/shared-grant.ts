import type { ExternalService } from "../external/external-service.ts";
import type { Identity } from "../external/identify.ts";
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

/**
 * Whether a grant that can't be kept must not be withdrawn either: the service would end a link that this person has. What
 * was granted now belongs to that link's grant, and ends with it.
 */
export async function belongsToLivingLink(
  { externalAccountId, externalSubject }: Identity,
  userId: string,
  { hub, service, authId }: { hub: AccountsApi; service: ExternalService; authId: string },
): Promise<boolean> {
  if (!service.withdrawsAll) return false;
  return hasLivingLink(hub, { userId, authId, externalAccountId, externalSubject: externalSubject ?? null }).catch(
    () => false,
  );
}
