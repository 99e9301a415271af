import type { Receipt } from "@joinery/contract";
import type { AccountView, ChoiceAnswer, PendingChoice } from "@joinery/contract/pages";
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request.ts";

export function accountQuery(accountId: string) {
  return queryOptions({
    queryKey: ["accounts", accountId],
    queryFn: ({ signal }) => request<AccountView>("GET", `/api/accounts/${encodeURIComponent(accountId)}`, { signal }),
  });
}

export function receiptQuery(accountId: string) {
  return queryOptions({
    queryKey: ["receipts", accountId],
    queryFn: ({ signal }) =>
      request<Receipt>("GET", `/api/accounts/${encodeURIComponent(accountId)}/receipt`, { signal }),
  });
}

/** Disconnects through the proxy, as the owner (contract 1.1). */
export function disconnectAccount(serviceId: string, accountId: string): Promise<Receipt> {
  return request<Receipt>(
    "DELETE",
    `/connector/${encodeURIComponent(serviceId)}/linked-accounts/${encodeURIComponent(accountId)}`,
  );
}

/** Asks the integration once more to acknowledge. */
export function retryDisconnect(accountId: string): Promise<Receipt> {
  return request<Receipt>("POST", `/api/accounts/${encodeURIComponent(accountId)}/disconnect`, { body: {} });
}

/** Says what becomes of a pending account (contract 2.3). */
export function chooseAccount(accountId: string, choice: PendingChoice): Promise<ChoiceAnswer> {
  return request<ChoiceAnswer>("POST", `/api/accounts/${encodeURIComponent(accountId)}/choice`, { body: { choice } });
}
