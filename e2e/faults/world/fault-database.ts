import { setTimeout as wait } from "node:timers/promises";
import { Client } from "pg";
import { type PostgresServer, startPostgres, startStandby } from "./postgres-server.ts";
import { startTcpProxy, type TcpProxy } from "./tcp-proxy.ts";

/** The database of a fault world, behind a proxy that can be switched. */
export interface FaultDatabase extends AsyncDisposable {
  /** Through the proxy: what hubs are told. */
  url: string;
  proxy: TcpProxy;
  primary: PostgresServer;
  /** Kills the primary like a machine that is gone. */
  killPrimary(): Promise<void>;
  /** Sends new connections to the standby, which still only reads; connections to the primary are cut. */
  switchToStandby(): void;
  /** Makes the standby a primary; resolves when it takes writes. */
  promoteStandby(): Promise<void>;
}

const STANDBY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 50;

/** Starts PostgreSQL, with a synchronous streaming standby when one is wished. */
export async function startFaultDatabase({ standby: isWanted }: { standby: boolean }): Promise<FaultDatabase> {
  const primary = await startPostgres();
  const standby = isWanted ? await startStandby(primary) : undefined;
  if (standby !== undefined) await makeSynchronous(primary);
  const proxy = await startTcpProxy(primary.port);
  const getStandby = () => {
    if (standby === undefined) throw new Error("This world was started without a standby.");
    return standby;
  };
  return {
    url: `postgres://joinery@127.0.0.1:${proxy.port}/postgres`,
    proxy,
    primary,
    killPrimary: () => primary.kill(),
    switchToStandby() {
      proxy.switchTo(getStandby().port);
      proxy.cut();
    },
    async promoteStandby() {
      await ask(getStandby().url, "select pg_promote(true, 20)");
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await standby?.[Symbol.asyncDispose]();
      await primary[Symbol.asyncDispose]();
    },
  };
}

/** From here on a commit is acknowledged only when the standby has it too. */
async function makeSynchronous(primary: PostgresServer): Promise<void> {
  await ask(primary.url, "alter system set synchronous_standby_names = 'standby'");
  await ask(primary.url, "select pg_reload_conf()");
  const deadline = performance.now() + STANDBY_WITHIN_MS;
  while (performance.now() < deadline) {
    const rows = await ask(primary.url, "select 1 from pg_stat_replication where sync_state = 'sync'");
    if (rows.length === 1) return;
    await wait(LOOK_EVERY_MS);
  }
  throw new Error("The standby does not follow the primary.");
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
