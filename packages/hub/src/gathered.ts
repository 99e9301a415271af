import type { Insertable } from "kysely";
import { findReadableAccounts } from "./accounts/integration-store.ts";
import type { AccountRef } from "./accounts/store.ts";
import { insertRequests } from "./connector/requests.ts";
import { findLiveSessions } from "./directory/sessions.ts";
import { findApiTokens, findIntegrations, type IntegrationRef } from "./integrations/store.ts";
import { gather } from "./store/gather.ts";
import type { Db, ProxiedRequestTable } from "./store/tables.ts";

/**
 * What so many requests ask at once that they ask together. Never inside a transaction: on PGlite it would wait for the
 * transaction that waits for it.
 */
export type Gathered = ReturnType<typeof createGathered>;

/** Gathers the questions of the busiest requests. */
export function createGathered(db: Db, clock: () => Date) {
  return {
    findSession: gather((digests: readonly string[]) => findLiveSessions(db, digests, clock())),
    findApiToken: gather((digests: readonly string[]) => findApiTokens(db, digests)),
    findReadableAccount: gather((refs: readonly AccountRef[]) => findReadableAccounts(db, refs, clock())),
    findIntegration: gather((refs: readonly IntegrationRef[]) => findIntegrations(db, refs)),
    /** Resolves when the row is stored: who is answered afterwards has their row, whatever happens to the process. */
    noteRequest: gather(async (rows: readonly Insertable<ProxiedRequestTable>[]) => {
      await insertRequests(db, rows);
      return rows.map(() => undefined);
    }),
  };
}
