import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from "kysely";
import { Pool, type PoolClient, type PoolConfig } from "pg";
import { ConnectionDiscarded, StandbyAnswered, troubleOf } from "./trouble.ts";

/** Nobody waits for ever: not for a connection, not for an answer, not for a lock that a lost client left. */
const LIMITS: PoolConfig = {
  connectionTimeoutMillis: 5_000,
  statement_timeout: 20_000,
  idle_in_transaction_session_timeout: 20_000,
  // Longer than the server's own: this one is for a server that is gone without a word.
  query_timeout: 25_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 5_000,
};

/**
 * Opens a pool that survives failovers: a server that only follows another one is not taken, and a connection that broke,
 * took too long or turned read-only is thrown away instead of being handed to the next.
 */
export function createSteadyPool(options: PoolConfig): PostgresPool {
  const pool = new Pool({ ...LIMITS, ...options, verify: refuseStandby });
  // An idle connection that breaks must not end the process; the next query gets a new one.
  pool.on("error", () => undefined);
  // Nor one that breaks between two statements: the pool listens only while it is idle, and an unheard error ends us.
  pool.on("connect", (client) => client.on("error", () => undefined));
  return {
    options: pool.options,
    connect: async () => discardable(await pool.connect()),
    end: () => pool.end(),
  };
}

function refuseStandby(client: PoolClient, done: (error?: Error) => void): void {
  client
    .query<{ follows: boolean }>("select pg_is_in_recovery() as follows")
    .then(({ rows }) => done(rows[0]?.follows ? new StandbyAnswered("The server is a standby.") : undefined))
    .catch(done);
}

function discardable(client: PoolClient): PostgresPoolClient {
  let isDiscarded = false;
  async function query<Row>(text: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    // A question on a connection that is gone would wait behind the one that got no answer.
    if (isDiscarded) throw new ConnectionDiscarded("The connection can't be used any more.");
    try {
      return (await client.query(text, [...parameters])) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      const trouble = troubleOf(error);
      isDiscarded = trouble === "lost" || trouble === "read_only";
      throw error;
    }
  }
  return {
    query: query as PostgresPoolClient["query"],
    release: (destroy = false) => client.release(destroy || isDiscarded),
  };
}
