import type { Signer } from "./connector/assertion.ts";
import type { Connector } from "./connector/call-integration.ts";
import type { UnknownTokens } from "./integrations/unknown-tokens.ts";
import type { Jobs } from "./jobs/jobs.ts";
import type { Log } from "./log.ts";
import type { Digests } from "./secrets/digests.ts";
import type { CookieSealer } from "./secrets/sealed-cookie.ts";
import type { Vault } from "./secrets/vault.ts";
import type { Db, Tx } from "./store/tables.ts";

/** What the rooms of one hub share: made once by `createHub`, handed to every room. */
export interface Context {
  db: Db;
  /** Does work in one transaction, again when the database says that trying again helps. Nothing but `tx` may be used in it. */
  transact<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Durable work, sent with the change that makes it necessary. */
  jobs: Jobs;
  clock: () => Date;
  log: Log;
  /** Where browsers and integrations reach this hub. */
  publicUrl: URL;
  /** Whether the public URL is loopback: then, and only then, the development sign-in and http exist. */
  development: boolean;
  vault: Vault;
  digests: Digests;
  waitingConnects: CookieSealer;
  connector: Connector;
  signer: Signer;
  unknownTokens: UnknownTokens;
  /** Aborted when the hub closes, so that open streams end. */
  closing: AbortSignal;
}
