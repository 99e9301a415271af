import type { LinkedAccount } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import { authorizedFetch } from "../external/authorized-fetch.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import { toProblem } from "../http/to-problem.ts";
import type { Log } from "../log.ts";
import { type Secret, secret } from "../secret.ts";
import { needsRenewal } from "./freshness.ts";
import { saysTokenIsOver } from "./says-token-is-over.ts";
import type { Rejected, TokenKeeper } from "./usable-token.ts";

/**
 * A linked account as the code of an integration meets it: what people know it by, and a `fetch` that acts as its owner.
 * Its tokens are in no field, so that nothing that prints it shows them. Ask for it anew for every piece of work.
 *
 * @example
 * ```ts
 * import type { ConnectedAccount } from "@joinery/sdk";
 *
 * async function countTickets(account: ConnectedAccount): Promise<number> {
 *   const answer = await account.fetch("https://api.acme.example/tickets");
 *   return ((await answer.json()) as unknown[]).length;
 * }
 * ```
 */
export interface ConnectedAccount {
  /** The linked account's id; the same after a reconnect. */
  readonly id: string;
  /** Whose it is: the user's id in the hub or in Blink. */
  readonly userId: string;
  /** What people recognise the account by. */
  readonly externalAccountId: string;
  /** The service's stable key for the account, when it has one. */
  readonly externalSubject: string | null;
  /** The name of its owner at the service; `null` when the service has none. */
  readonly displayName: string | null;
  /** The address of a picture; `null` when the service has none. */
  readonly avatarUrl: string | null;
  /** What `identify` has put there, such as the address of the customer's API. */
  readonly additionalInfo: string | null;
  /** What was granted, as far as the service says. */
  readonly scopes: readonly string[];
  /** When it was linked first. */
  readonly createdAt: Date;
  /** Whether its owner must connect it again before anything works, as of when it was read. */
  readonly needsReconnect: boolean;
  /**
   * Sends a request as the account's owner, with a token that is valid: to the `apiOrigins` of the integration, anything
   * else is a `TypeError` and nothing is sent. Redirects are not followed; 10 s and 1 MB at most. After a 401 the token is
   * renewed once, and the request sent once more. Throws the problem `NEEDS_RECONNECT` when the grant is over,
   * `EXTERNAL_SERVICE_FAILED` when the service does not answer, `INTEGRATION_BUSY` when no token could be had in time.
   */
  readonly fetch: Fetch;
  /**
   * A token that is valid for a while, for a library that sends requests itself. Such a library renews nothing, and sends
   * the token wherever it likes; `fetch` does neither. Throws like `fetch`.
   */
  readonly accessToken: () => Promise<Secret<string>>;
}

/** In milliseconds; a token that lives but could not be renewed is used so long before that is tried again. */
const RENEWAL_PAUSE = 10_000;

/** What connected accounts are made with. */
export interface AccountParts {
  tokens: TokenKeeper;
  service: Pick<ExternalService, "originsOf" | "siteOf" | "authorize" | "isAccepted">;
  fetch: Fetch;
  clock: Clock;
}

/** For whom accounts are opened: where is logged, and who is told the tokens, to black them out. */
export interface AccountUse {
  log: Log;
  learn?: (token: string) => void;
}

/** Makes a linked account usable; its token is looked after when it is first needed. */
export function connectAccount(linked: LinkedAccount, use: AccountUse, parts: AccountParts): ConnectedAccount {
  const { service } = parts;
  const site = service.siteOf(linked.additional_info);
  let current = linked;
  let restsUntil = 0;
  learn(linked);

  async function usableToken(rejected?: Rejected): Promise<string> {
    const now = () => parts.clock.now();
    if (rejected === undefined && current.access_token !== null && now().getTime() < restsUntil) {
      return current.access_token;
    }
    const usable = await parts.tokens.usable(current, use.log, rejected).catch((cause) => {
      throw toProblem(cause);
    });
    current = usable.account;
    learn(current);
    restsUntil = needsRenewal(current, undefined, now())
      ? Math.min(now().getTime() + RENEWAL_PAUSE, Date.parse(current.expiry ?? ""))
      : 0;
    return usable.accessToken;
  }

  /** By the answer itself, or for a service with credentials of its own by asking it; one that is away says nothing. */
  async function isOver(accessToken: string, answer: Response): Promise<boolean> {
    if (saysTokenIsOver(answer)) return true;
    const isAccepted = await service.isAccepted?.(accessToken, site).catch(() => undefined);
    return isAccepted === false;
  }

  function learn({ access_token, refresh_token }: LinkedAccount): void {
    for (const token of [access_token, refresh_token]) if (token !== null) use.learn?.(token);
  }

  return Object.freeze({
    id: linked.linked_account_id,
    userId: linked.user_id,
    externalAccountId: linked.external_account_id,
    externalSubject: linked.external_subject,
    displayName: linked.display_name,
    avatarUrl: linked.avatar_url,
    additionalInfo: linked.additional_info,
    scopes: linked.scopes,
    createdAt: new Date(linked.created_at),
    needsReconnect: linked.requires_reauthentication,
    fetch: authorizedFetch(parts.fetch, service.originsOf(site), {
      authorize: service.authorize,
      accessToken: () => usableToken(),
      renew: async (accessToken, answer) => usableToken({ accessToken, isOver: await isOver(accessToken, answer) }),
    }),
    accessToken: async () => secret(await usableToken()),
  });
}
