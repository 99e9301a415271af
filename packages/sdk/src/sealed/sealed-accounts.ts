import {
  type AddLinkedAccountBody,
  type LinkedAccount,
  TOKEN_MAX_LENGTH,
  type UpdateLinkedAccountBody,
} from "@joinery/contract";
import type { AccountsApi } from "../hub/accounts-api.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubRefusal } from "../hub/hub-errors.ts";
import type { Log } from "../log.ts";
import type { TokenField, TokenSealer } from "./token-sealer.ts";

const TOKEN_FIELDS: readonly TokenField[] = ["access_token", "refresh_token"];
/** Accounts that were reported; a wrong key is all of them, and a log must not fill up. */
const MOST_REPORTED = 1_000;

/** What opening an account came to. */
interface SealState {
  unreadable: ReadonlySet<TokenField>;
  isCurrent: boolean;
}

/** Of the accounts that were read through a sealed API; beside them, so that they look the same to everybody. */
const states = new WeakMap<LinkedAccount, SealState>();

/** What sealing an API takes. */
export interface SealParts {
  sealer: TokenSealer;
  log: Log;
}

/** Whether the token that decides about a grant is stored, and can't be read. */
export function isUnreadable(account: LinkedAccount): boolean {
  const unreadable = states.get(account)?.unreadable;
  if (unreadable === undefined || unreadable.size === 0) return false;
  return unreadable.has("refresh_token") || account.refresh_token === null;
}

/** Whether all tokens of an account were sealed with the key of today; `unreadable` when one can't be opened. */
export function sealStateOf(account: LinkedAccount): "current" | "former" | "unreadable" {
  const state = states.get(account);
  if (state !== undefined && state.unreadable.size > 0) return "unreadable";
  return state?.isCurrent === false ? "former" : "current";
}

/**
 * The same API of Blink, through which no token passes unsealed: what is sent is sealed, what is answered is opened. An
 * account with a token that can't be opened comes as one that must be connected again, without that token.
 */
export function sealAccounts<Api extends AccountsApi>(api: Api, parts: SealParts): Api {
  const { seal, open } = createAccountSeal(parts);
  const sealed: AccountsApi = {
    ...api,
    async addLinkedAccount(userId, account, ...options) {
      return open(userId, await api.addLinkedAccount(userId, await seal(userId, account), ...options));
    },
    async listLinkedAccounts(userId, authId) {
      const accounts = await api.listLinkedAccounts(userId, authId);
      return Promise.all(accounts.map((account) => open(userId, account)));
    },
    async getLinkedAccount(userId, accountId) {
      return open(userId, await api.getLinkedAccount(userId, accountId));
    },
    async updateLinkedAccount(userId, accountId, changes, ...options) {
      const sent = await seal(userId, changes);
      return open(userId, await api.updateLinkedAccount(userId, accountId, sent, ...options));
    },
  };
  return { ...api, ...sealed };
}

/** The same API of our hub: also what comes with a lease is opened, and what the hub could not take is refused before. */
export function sealHub(hub: HubClient, parts: SealParts): HubClient {
  const { open } = createAccountSeal(parts);
  const withinLimits = { ...parts, sealer: refuseTooLong(parts.sealer) };
  return {
    ...sealAccounts(hub, withinLimits),
    async takeLease(userId, accountId) {
      const answer = await hub.takeLease(userId, accountId);
      return { ...answer, account: await open(userId, answer.account) };
    },
  };
}

function createAccountSeal({ sealer, log }: SealParts) {
  const reported = new Set<string>();

  async function seal<Body extends AddLinkedAccountBody | UpdateLinkedAccountBody>(
    userId: string,
    body: Body,
  ): Promise<Body> {
    const sealed = { ...body };
    for (const field of TOKEN_FIELDS) {
      const token = body[field];
      if (typeof token === "string") sealed[field] = await sealer.seal(token, { userId, field });
    }
    return sealed;
  }

  async function open(userId: string, stored: LinkedAccount): Promise<LinkedAccount> {
    const account = { ...stored };
    const unreadable = new Set<TokenField>();
    let isCurrent = true;
    for (const field of TOKEN_FIELDS) {
      const token = stored[field];
      if (token === null) continue;
      const opened = await sealer.open(token, { userId, field });
      account[field] = opened.token ?? null;
      if (opened.token === undefined) {
        unreadable.add(field);
        report(stored.linked_account_id, field, opened.why);
      } else {
        isCurrent &&= opened.isCurrent;
      }
    }
    if (unreadable.size > 0) account.requires_reauthentication = true;
    states.set(account, { unreadable, isCurrent });
    return account;
  }

  /** Once for each account: a wrong key must be seen, and not drown everything else. */
  function report(id: string, field: TokenField, why: string): void {
    if (reported.has(id) || reported.size >= MOST_REPORTED) return;
    reported.add(id);
    log("error", "sealed_token_unreadable", { account: id, field, why });
  }

  return { seal, open };
}

/** What the hub would refuse is refused here, in its words: so it ends as any refused account does. */
function refuseTooLong(sealer: TokenSealer): TokenSealer {
  return {
    ...sealer,
    async seal(token, place) {
      const sealed = await sealer.seal(token, place);
      if (sealed.length <= TOKEN_MAX_LENGTH) return sealed;
      const errors = [{ path: place.field, message: "is too long for the hub once it is sealed" }];
      throw new HubRefusal(400, { code: "BAD_REQUEST", message: "The token is too long.", request_id: "", errors });
    },
  };
}
