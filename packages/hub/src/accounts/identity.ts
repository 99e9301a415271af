/**
 * What decides whether two accounts are the same one at the external service: the service's stable key when the integration
 * gives it, the label otherwise (contract 1.2).
 */
export function identityKeyOf(account: {
  external_account_id: string;
  external_subject?: string | null | undefined;
}): string {
  return account.external_subject == null
    ? `label:${account.external_account_id}`
    : `subject:${account.external_subject}`;
}
