import { findServerBinaries } from "./server-binaries.ts";
import { startTemporaryServer, type TemporaryServerOptions } from "./temporary-server.ts";

/** The database that tests run on: what to tell them, and what to tell people. */
export interface TestDatabase extends AsyncDisposable {
  /** For the tests' process. `JOINERY_TEST_DATABASE_URL` is in it when they run on PostgreSQL. */
  readonly env: NodeJS.ProcessEnv;
  /** One line: which engine, and why. `.ci/run` looks for `database: PostgreSQL`. */
  readonly summary: string;
}

const ONLY_ON_POSTGRESQL = "what needs several sessions (locks, races between processes) can't run there";

/**
 * Provides PostgreSQL to the tests when there is one: the server that `JOINERY_TEST_DATABASE_URL` names, or a temporary
 * one; else PGlite with the reason. `JOINERY_TEST_DATABASE=pglite` asks for PGlite.
 */
export async function provideTestDatabase(
  env: NodeJS.ProcessEnv = process.env,
  options: Pick<TemporaryServerOptions, "durable"> = {},
): Promise<TestDatabase> {
  if (env.JOINERY_TEST_DATABASE === "pglite") {
    return onPglite(env, "JOINERY_TEST_DATABASE asks for it");
  }
  if (env.JOINERY_TEST_DATABASE_URL) {
    return { env, summary: "database: PostgreSQL (JOINERY_TEST_DATABASE_URL)", async [Symbol.asyncDispose]() {} };
  }
  const binaries = findServerBinaries(env.PATH);
  if (binaries === undefined) {
    return onPglite(env, "no PostgreSQL server binaries on the PATH or in /usr/lib/postgresql");
  }
  const server = await startTemporaryServer(binaries, options);
  return {
    env: { ...env, JOINERY_TEST_DATABASE_URL: server.url },
    summary: `database: ${server.version} (temporary)`,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function onPglite(env: NodeJS.ProcessEnv, reason: string): TestDatabase {
  const { JOINERY_TEST_DATABASE_URL: _, ...rest } = env;
  return {
    env: rest,
    summary: `database: PGlite (${reason}); ${ONLY_ON_POSTGRESQL}`,
    async [Symbol.asyncDispose]() {},
  };
}
