import type { LinkedAccount } from "@joinery/contract";
import type { Log } from "../log.ts";
import type { Kept } from "../spool/backlog.ts";
import type { RenewalEntry } from "../spool/entries.ts";
import type { Rejected } from "./usable-token.ts";

/** Why an account's tokens are asked for. */
export interface RenewalWish {
  log: Log;
  /** An access token that the service has just refused: another one is wanted, whatever its expiry says. */
  rejected: Rejected | undefined;
}

/** Renews the tokens of accounts, so that of all processes of an integration one does it at a time. */
export interface Renewer {
  /** Renews an account when that is still needed; answers with the account as it is then. */
  renew(seen: LinkedAccount, wish: RenewalWish): Promise<LinkedAccount>;
  /** Does something with an account while nobody renews its tokens, or throws `INTEGRATION_BUSY`. */
  undisturbed<Result>(
    ref: { userId: string; accountId: string },
    log: Log,
    work: () => Promise<Result>,
  ): Promise<Result>;
  /** The account with the tokens that its last renewal brought, although they could not be saved yet. */
  newestOf(account: LinkedAccount): LinkedAccount;
  /** Hands in what was renewed and not saved; only where the spool keeps renewals. Answers with the account as it is then. */
  settle?(kept: Kept<RenewalEntry>, log: Log): Promise<LinkedAccount>;
}
