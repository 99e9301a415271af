import type { AccountUse } from "./accounts/account-uses.ts";
import type { Signer } from "./connector/assertion.ts";
import type { Connector } from "./connector/call-integration.ts";
import type { EventSender } from "./events/event-sender.ts";
import type { Gathered } from "./gathered.ts";
import type { TokenUse } from "./integrations/token-uses.ts";
import type { UnknownTokens } from "./integrations/unknown-tokens.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Log } from "./log.ts";
import type { Mailer } from "./mail/mailer.ts";
import type { Digests } from "./secrets/digests.ts";
import type { CookieSealer } from "./secrets/sealed-cookie.ts";
import type { Vault } from "./secrets/vault.ts";
import type { Notebook } from "./store/notebook.ts";
import type { Db, Tx } from "./store/tables.ts";

/** What the rooms of one hub share: made once by `createHub`, handed to every room. */
export interface Context {
  db: Db;
  /** Does work in one transaction, again when the database says that trying again helps. Nothing but `tx` may be used in it. */
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Durable work, sent with the change that makes it necessary. */
  jobs: Jobs;
  /** Questions of the busiest requests, asked together. Not inside a transaction. */
  gathered: Gathered;
  clock: () => Date;
  log: Log;
  /** Where browsers and integrations reach this hub. */
  publicUrl: URL;
  /** Whether the public URL is loopback: then, and only then, the development sign-in and http exist. */
  development: boolean;
  /** The organisation's identity provider; its subjects name people. */
  issuer: URL | undefined;
  vault: Vault;
  digests: Digests;
  waitingConnects: CookieSealer;
  signInAttempts: CookieSealer;
  connector: Connector;
  eventSender: EventSender;
  /** Left out: people are told on their pages only. */
  mailer: Mailer | undefined;
  signer: Signer;
  unknownTokens: UnknownTokens;
  /** When accounts and API tokens were last used; written every few seconds, never in a request. */
  accountUses: Notebook<AccountUse>;
  tokenUses: Notebook<TokenUse>;
  /** Aborted when the hub closes, so that open streams end. */
  closing: AbortSignal;
}
