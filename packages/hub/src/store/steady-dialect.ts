import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresDriver,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import { retry } from "./retry.ts";
import { ConnectionDiscarded } from "./trouble.ts";

/**
 * PostgreSQL as kysely speaks it, for a server that may fail over: single statements and the beginning of a transaction are
 * done again where that is safe, so that no caller has to know. Inside a transaction failures come through as they are;
 * `createTransact` does the whole again.
 */
export class SteadyDialect extends PostgresDialect {
  readonly #config: PostgresDialectConfig;

  constructor(config: PostgresDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new SteadyDriver(new PostgresDriver(this.#config));
  }
}

class SteadyDriver implements Driver {
  readonly #inner: Driver;

  constructor(inner: Driver) {
    this.#inner = inner;
  }

  init() {
    return this.#inner.init();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const connection = new SteadyConnection({
      acquire: () => retry(() => this.#inner.acquireConnection(), always),
      release: (inner) => this.#inner.releaseConnection(inner),
    });
    await connection.renew();
    return connection;
  }

  /** BEGIN changes nothing, so a connection that broke while it was idle is replaced by another one. */
  async beginTransaction(connection: SteadyConnection, settings: TransactionSettings): Promise<void> {
    await connection.repeat((inner) => this.#inner.beginTransaction(inner, settings), always);
    connection.isInTransaction = true;
  }

  commitTransaction(connection: SteadyConnection): Promise<void> {
    return this.#inner.commitTransaction(connection.inner);
  }

  /** What made us go back says more than that there was no way back; the connection is thrown away then. */
  async rollbackTransaction(connection: SteadyConnection): Promise<void> {
    await this.#inner.rollbackTransaction(connection.inner).catch(() => undefined);
  }

  async releaseConnection(connection: SteadyConnection): Promise<void> {
    await connection.release();
  }

  destroy(): Promise<void> {
    return this.#inner.destroy();
  }
}

/** How a connection is had and given back. */
interface Source {
  acquire(): Promise<DatabaseConnection>;
  release(connection: DatabaseConnection): Promise<void>;
}

class SteadyConnection implements DatabaseConnection {
  isInTransaction = false;
  readonly #source: Source;
  #inner: DatabaseConnection | undefined;

  constructor(source: Source) {
    this.#source = source;
  }

  get inner(): DatabaseConnection {
    if (this.#inner === undefined) throw new ConnectionDiscarded("There is no connection.");
    return this.#inner;
  }

  /** Takes another connection in the place of the one it has. */
  async renew(): Promise<void> {
    await this.release();
    this.#inner = await this.#source.acquire();
  }

  async release(): Promise<void> {
    const inner = this.#inner;
    this.#inner = undefined;
    if (inner !== undefined) await this.#source.release(inner);
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (this.isInTransaction) return this.inner.executeQuery<Row>(query);
    const isRead = onlyReads(query.sql);
    return this.repeat(
      (inner) => inner.executeQuery<Row>(query),
      // A write whose connection was lost may have been done.
      (trouble) => trouble !== "lost" || isRead,
    );
  }

  /** Does something, and again on another connection while that helps. */
  repeat<Result>(
    work: (inner: DatabaseConnection) => Promise<Result>,
    mayRepeat: Parameters<typeof retry>[1],
  ): Promise<Result> {
    let isFirst = true;
    return retry(async () => {
      if (!isFirst) await this.renew();
      isFirst = false;
      return work(this.inner);
    }, mayRepeat);
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.inner.streamQuery<Row>(query, chunkSize);
  }
}

function always(): boolean {
  return true;
}

/** Whether a statement certainly changes nothing; a doubtful one counts as a write. */
export function onlyReads(text: string): boolean {
  return /^\s*(?:select|with|values)\b/i.test(text) && !/\b(?:insert|update|delete|merge|nextval|setval)\b/i.test(text);
}
