import type { AddLinkedAccountBody, LinkedAccount, UpdateLinkedAccountBody, User } from "@joinery/contract";
import { z } from "zod";
import type { Clock } from "../clock.ts";
import { boundedFetch, type Fetch } from "../http/bounded-fetch.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { HubRefusal } from "../hub/hub-errors.ts";
import { createSender } from "../hub/send.ts";
import type { BlinkDialect } from "./dialect.ts";
import { blinkAccount, blinkAccounts, blinkUsers, readBlinkAnswer } from "./read-answers.ts";

/** What `createBlinkClient` needs. */
export interface BlinkClientOptions {
  base: string;
  apiToken: string;
  authId: string;
  dialect: BlinkDialect;
  fetch: Fetch;
  clock: Clock;
}

/**
 * Blink's API, as far as it is published: users and linked accounts (contract 1.2), in the tenant's own spelling. Reads
 * are tried again; a save is sent once, because nobody says that Blink would recognise a repeated one.
 */
export function createBlinkClient(options: BlinkClientOptions): AccountsApi {
  const { base, apiToken, authId, dialect, clock } = options;
  const { paths, query } = dialect;
  const send = createSender({
    hub: base,
    apiToken,
    fetch: boundedFetch(options.fetch),
    clock,
    readAnswer: readBlinkAnswer,
  });

  const users = (parameters: Record<string, string>): Promise<User[]> => {
    const path = `${paths.users}?${new URLSearchParams(parameters)}`;
    return send({ method: "GET", path, answer: blinkUsers, repeatable: true });
  };
  const accountsPath = (userId: string) => fill(paths.linkedAccounts, { user_id: userId });
  const accountPath = (userId: string, accountId: string) =>
    fill(paths.linkedAccount, { user_id: userId, linked_account_id: accountId });

  return {
    listUsers: (page = 1) => users({ [query.page]: String(page) }),
    // Only who was asked for: a server that does not know the parameter answers with a page of everybody.
    findUser: async (userId) => {
      const found = await users({ [query.userId]: userId }).catch(noneIfNotFound);
      return found.find(({ id }) => id === userId);
    },
    findUserByEmployeeId: async (employeeId) => {
      const found = await users({ [query.employeeId]: employeeId }).catch(noneIfNotFound);
      return found.find((each) => each.employee_id === employeeId);
    },

    addLinkedAccount: (userId, account) => {
      const { display_name, additional_info, external_account_id, access_token, refresh_token, expiry } = account;
      const sent = { display_name, additional_info, external_account_id, access_token, refresh_token, expiry };
      const known = { ...withoutUndefined(sent), user_id: userId, auth_id: account.auth_id };
      const answer = blinkAccount(dialect, known);
      const body = spell(withoutNull(account), dialect);
      return send({ method: "POST", path: accountsPath(userId), body, answer, repeatable: false });
    },
    listLinkedAccounts: listAccounts,
    getLinkedAccount: getAccount,
    updateLinkedAccount: async (userId, accountId, changes, { ifVersion } = {}) => {
      const path = accountPath(userId, accountId);
      // 0 is the version of an account that came without one.
      const headers = { "if-match": ifVersion ? `"${ifVersion}"` : undefined };
      const body = spell(changes, dialect);
      const call = { method: dialect.updateMethod, path, body, headers, answer: z.unknown(), repeatable: true };
      await send(call).catch(unlessStillThere(userId, accountId));
      return getAccount(userId, accountId);
    },
    deleteLinkedAccount: async (userId, accountId) => {
      const path = accountPath(userId, accountId);
      await send({ method: "DELETE", path, answer: z.unknown(), repeatable: true }).catch(
        unlessStillThere(userId, accountId),
      );
    },
  };

  async function listAccounts(userId: string, wanted?: string): Promise<LinkedAccount[]> {
    const filter = wanted === undefined ? "" : `?${new URLSearchParams({ [query.authId]: wanted })}`;
    const answer = blinkAccounts(dialect, { user_id: userId, auth_id: authId });
    const listed = await send({ method: "GET", path: accountsPath(userId) + filter, answer, repeatable: true });
    return listed.filter(({ user_id }) => user_id === userId);
  }

  /** An account of this user only: where its path names no user, the user's own list decides whose it is. */
  async function getAccount(userId: string, accountId: string): Promise<LinkedAccount> {
    const namesUser = paths.linkedAccount.includes("{user_id}");
    const accounts = namesUser ? [await readAccount(userId, accountId)] : await listAccounts(userId);
    const account = accounts.find((each) => each.user_id === userId && each.linked_account_id === accountId);
    if (account) return account;
    const message = "This user has no such linked account.";
    throw new HubRefusal(404, { code: "LINKED_ACCOUNT_NOT_FOUND", message, request_id: "" });
  }

  function readAccount(userId: string, accountId: string): Promise<LinkedAccount> {
    const answer = blinkAccount(dialect, { user_id: userId, auth_id: authId });
    return send({ method: "GET", path: accountPath(userId, accountId), answer, repeatable: true });
  }

  /**
   * A refused change of an account that can still be read says nothing about the account: this tenant changes accounts at
   * another path, or takes other fields. To be taken for a removed account would cost the user the grant.
   */
  function unlessStillThere(userId: string, accountId: string) {
    return async (refused: unknown): Promise<never> => {
      if (!(refused instanceof HubRefusal) || ![400, 404, 410, 422].includes(refused.status)) throw refused;
      await getAccount(userId, accountId);
      const message = `Blink answered ${refused.status} for an account that is there: see paths and fields in blink.`;
      throw new HubRefusal(refused.status, { code: "UNKNOWN", message, request_id: "" });
    };
  }
}

function fill(template: string, values: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(values[name] ?? ""));
}

/** Names the fields as this tenant does, and leaves out those that it does not take. */
function spell(
  account: AddLinkedAccountBody | UpdateLinkedAccountBody,
  { fields }: BlinkDialect,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(account).flatMap(([name, value]) => {
      const spelled = fields[name as keyof typeof fields];
      return value === undefined || !spelled ? [] : [[spelled, value]];
    }),
  );
}

/** A new account has nothing to clear, and the published page knows no `null`. */
function withoutNull(account: AddLinkedAccountBody): AddLinkedAccountBody {
  const given = Object.entries(account).filter(([, value]) => value !== null);
  return Object.fromEntries(given) as AddLinkedAccountBody;
}

function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const given = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(given) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function noneIfNotFound(error: unknown): User[] {
  if (error instanceof HubRefusal && error.status === 404) return [];
  throw error;
}
