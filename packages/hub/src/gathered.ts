import type { Insertable } from "kysely";
import { findReadableAccounts } from "./accounts/integration-store.ts";
import { type AccountRef, areDisconnecting, type LinkRef } from "./accounts/store.ts";
import { type Beginning, beginFlows } from "./connect/begin-flows.ts";
import { insertRequests } from "./connector/requests.ts";
import { findLiveSessions } from "./directory/sessions.ts";
import { findApiTokens, findIntegrations, type IntegrationRef } from "./integrations/store.ts";
import { gather } from "./store/gather.ts";
import type { Db, ProxiedRequestTable } from "./store/tables.ts";
import type { Transact } from "./store/transact.ts";

/**
 * What so many requests ask at once that they ask together. Never inside a transaction: on PGlite it would wait for the
 * transaction that waits for it.
 */
export type Gathered = ReturnType<typeof createGathered>;

/** Gathers the questions of the busiest requests. */
export function createGathered(db: Db, transact: Transact, clock: () => Date) {
  return {
    findSession: gather((digests: readonly string[]) => findLiveSessions(db, digests, clock())),
    findApiToken: gather((digests: readonly string[]) => findApiTokens(db, digests)),
    findReadableAccount: gather((refs: readonly AccountRef[]) => findReadableAccounts(db, refs, clock())),
    findIntegration: gather((refs: readonly IntegrationRef[]) => findIntegrations(db, refs)),
    isDisconnecting: gather((refs: readonly LinkRef[]) => areDisconnecting(db, refs)),
    /** Resolves when flow and record are stored, both. */
    beginFlow: gather(async (beginnings: readonly Beginning[]) => {
      await beginFlows(transact, beginnings);
      return beginnings.map(() => undefined);
    }),
    /** Resolves when the row is stored: who is answered afterwards has their row, whatever happens to the process. */
    noteRequest: gather(async (rows: readonly Insertable<ProxiedRequestTable>[]) => {
      await insertRequests(db, rows);
      return rows.map(() => undefined);
    }),
  };
}
