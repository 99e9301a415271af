import { Problem } from "@joinery/contract";
import { toProblem } from "../http/to-problem.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { isRefusedWith } from "../hub/hub-errors.ts";
import { type AccountParts, type AccountUse, type ConnectedAccount, connectAccount } from "./connected-account.ts";
import { liveAccounts, pickAccount } from "./pick-account.ts";

/** What opening somebody's accounts takes. */
export interface OpenParts extends AccountParts {
  hub: AccountsApi;
  authId: string;
}

/** The live accounts of one person at this integration. */
export interface OpenedAccounts {
  all: readonly ConnectedAccount[];
  /**
   * The named account, else the newest, with a token that is valid now. Throws the problems `NOT_CONNECTED`,
   * `LINKED_ACCOUNT_NOT_FOUND` or `NEEDS_RECONNECT`.
   */
  pick(named: string | undefined): Promise<ConnectedAccount>;
}

/** Reads the accounts of a person; only the one that is picked costs a look at its token. */
export async function openAccounts(userId: string, use: AccountUse, parts: OpenParts): Promise<OpenedAccounts> {
  const live = liveAccounts(await parts.hub.listLinkedAccounts(userId, parts.authId), parts.authId);
  const opened = live.map((linked) => ({ linked, account: connectAccount(linked, use, parts) }));

  return {
    all: opened.map(({ account }) => account),
    async pick(named) {
      const picked = pickAccount(live, named);
      const account = opened.find(({ linked }) => linked === picked)?.account ?? connectAccount(picked, use, parts);
      await account.accessToken();
      return account;
    },
  };
}

/**
 * The same outside a request, where nobody stands between a failure and the author's code: whatever goes wrong is a
 * `Problem`. Somebody whom the hub does not know is somebody without accounts.
 */
export async function openInBackground(userId: string, use: AccountUse, parts: OpenParts): Promise<OpenedAccounts> {
  // A dot segment would make another address of the hub of it (WHATWG URL, 4.4).
  if (/^(\.|%2e){0,2}$/i.test(userId)) return NOBODY;
  return openAccounts(userId, use, parts).catch((cause) => {
    if (isRefusedWith(cause, "USER_NOT_FOUND", "USER_INACTIVE")) return NOBODY;
    throw toProblem(cause);
  });
}

const NOBODY: OpenedAccounts = {
  all: [],
  async pick(named) {
    throw new Problem(named === undefined ? "NOT_CONNECTED" : "LINKED_ACCOUNT_NOT_FOUND");
  },
};
