import {
  type AddLinkedAccountBody,
  type ClaimAnswer,
  claimAnswer,
  HEADERS,
  type LeaseAnswer,
  type LinkedAccount,
  leaseAnswer,
  linkedAccount,
  type RedeemAnswer,
  type RedeemBody,
  type RefuseBody,
  type ReleaseBody,
  redeemAnswer,
  type UpdateLinkedAccountBody,
  user,
} from "@joinery/contract";
import { z } from "zod";
import { type Clock, systemClock } from "../clock.ts";
import { boundedFetch, type Fetch } from "../http/bounded-fetch.ts";
import { reveal, type Secret } from "../secret.ts";
import type { AccountsApi } from "./accounts-api.ts";
import { createSender } from "./send.ts";

/** What a save of a verified connect must carry (contract 2.1, step 6). */
export interface SaveOptions {
  /** The flow that the account comes from. */
  flow?: string;
  /** The claim of that flow: proof that it was claimed once, and by this integration. */
  claim?: string;
  /** Makes the save safe to repeat for 7 days; without it a save is tried once. */
  idempotencyKey?: string;
}

/** The hub's API, typed: every answer is checked, every refusal is a `HubRefusal`. */
export interface HubClient extends AccountsApi {
  /** Adds a linked account, or updates the live one with the same user, auth id and identity. */
  addLinkedAccount(userId: string, account: AddLinkedAccountBody, options?: SaveOptions): Promise<LinkedAccount>;
  /** Changes what is given. Under a lease also tokens, as long as nobody has taken a newer one: else `LEASE_SUPERSEDED`. */
  updateLinkedAccount(
    userId: string,
    accountId: string,
    changes: UpdateLinkedAccountBody,
    options?: { ifVersion?: number; lease?: string },
  ): Promise<LinkedAccount>;
  /** Takes the lease for renewing an account's tokens, a minute long; `LEASE_HELD` while somebody else has it. */
  takeLease(userId: string, accountId: string): Promise<LeaseAnswer>;
  /** Gives a lease back under which nothing was written; `unknown` when a token request was sent and its answer is lost. */
  releaseLease(userId: string, accountId: string, lease: string, body: ReleaseBody): Promise<void>;
  /** Trades the one-use code and the browser's verifier for the user of a flow. */
  redeemFlow(flow: string, body: RedeemBody): Promise<RedeemAnswer>;
  /** Claims a flow: succeeds once only, and only then may a code be exchanged. */
  claimFlow(flow: string): Promise<ClaimAnswer>;
  /** Ends a flow; after the claim only together with it. */
  refuseFlow(flow: string, body: RefuseBody): Promise<void>;
}

/** What `createHubClient` needs. */
export interface HubClientOptions {
  /** The hub's public URL. */
  hub: string;
  /** The integration's API token, from the admin panel. */
  apiToken: string | Secret<string>;
  /** Sends the requests; the `fetch` of the platform by default. */
  fetch?: Fetch;
  /** Says what time it is, and waits between attempts; the machine's by default. */
  clock?: Clock;
}

const nothing = z.unknown();

/**
 * Creates a client of the hub's API. Reads and repeatable writes are tried four times at most when the hub is out of
 * reach or answers 5xx.
 *
 * @example
 * ```ts
 * import { createHubClient } from "@joinery/sdk";
 *
 * const hub = createHubClient({ hub: "https://hub.example", apiToken: process.env.JOINERY_API_TOKEN ?? "" });
 * const accounts = await hub.listLinkedAccounts("u-6ad0c1a5-0000-4000-8000-000000000000");
 * ```
 */
export function createHubClient(options: HubClientOptions): HubClient {
  const send = createSender({
    hub: options.hub.replace(/\/+$/, ""),
    apiToken: reveal(options.apiToken),
    fetch: boundedFetch(options.fetch ?? fetch),
    clock: options.clock ?? systemClock,
  });
  const users = (query: Record<string, string>) =>
    send({ method: "GET", path: `/v2/user?${new URLSearchParams(query)}`, answer: z.array(user), repeatable: true });
  const accounts = (userId: string) => `/v2/user/${encodeURIComponent(userId)}/linked-accounts`;
  const account = (userId: string, accountId: string) => `${accounts(userId)}/${encodeURIComponent(accountId)}`;
  const flowStep = (flow: string, step: string) => `/v2/connect/${encodeURIComponent(flow)}/${step}`;

  return {
    listUsers: (page = 1) => users({ page: String(page) }),
    findUser: async (userId) => (await users({ userId }))[0],
    findUserByEmployeeId: async (employeeId) => (await users({ employeeId }))[0],
    addLinkedAccount: (userId, body, { flow, claim, idempotencyKey } = {}) =>
      send({
        method: "POST",
        path: accounts(userId),
        body,
        headers: { [HEADERS.flow]: flow, [HEADERS.claim]: claim, [HEADERS.idempotencyKey]: idempotencyKey },
        answer: linkedAccount,
        repeatable: idempotencyKey !== undefined,
      }),
    listLinkedAccounts: (userId, authId) => {
      const query = authId === undefined ? "" : `?${new URLSearchParams({ auth_id: authId })}`;
      return send({ method: "GET", path: accounts(userId) + query, answer: z.array(linkedAccount), repeatable: true });
    },
    getLinkedAccount: (userId, accountId) =>
      send({ method: "GET", path: account(userId, accountId), answer: linkedAccount, repeatable: true }),
    updateLinkedAccount: (userId, accountId, body, { ifVersion, lease } = {}) => {
      const version = ifVersion === undefined ? undefined : `"${ifVersion}"`;
      const headers = { "if-match": version, [HEADERS.lease]: lease };
      const path = account(userId, accountId);
      return send({ method: "PATCH", path, body, headers, answer: linkedAccount, repeatable: true });
    },
    deleteLinkedAccount: async (userId, accountId, report) => {
      await send({
        method: "DELETE",
        path: account(userId, accountId),
        body: report,
        answer: nothing,
        repeatable: true,
      });
    },
    takeLease: (userId, accountId) =>
      send({ method: "POST", path: `${account(userId, accountId)}/lease`, answer: leaseAnswer, repeatable: true }),
    releaseLease: async (userId, accountId, lease, body) => {
      await send({
        method: "DELETE",
        path: `${account(userId, accountId)}/lease`,
        body,
        headers: { [HEADERS.lease]: lease },
        answer: nothing,
        repeatable: true,
      });
    },
    redeemFlow: (flow, body) =>
      send({ method: "POST", path: flowStep(flow, "redeem"), body, answer: redeemAnswer, repeatable: true }),
    claimFlow: (flow) => send({ method: "POST", path: flowStep(flow, "claim"), answer: claimAnswer, repeatable: true }),
    refuseFlow: async (flow, body) => {
      await send({ method: "POST", path: flowStep(flow, "refuse"), body, answer: nothing, repeatable: true });
    },
  };
}
