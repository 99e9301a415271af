import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { Client } from "pg";
import { newId, randomToken256 } from "../../packages/contract/src/index.ts";
import type { IntegrationRegistered } from "../../packages/contract/src/pages/index.ts";
import { insertSession } from "../../packages/hub/src/directory/sessions.ts";
import {
  addOrganisation,
  createHub,
  type OpenDatabase,
  openDatabase,
  registerIntegration,
} from "../../packages/hub/src/index.ts";
import { createDigests } from "../../packages/hub/src/secrets/digests.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { fillAccounts, type MadeAccount } from "./fill-accounts.ts";
import { type PinnedProcess, startPinned } from "./pinned-process.ts";

/** The hub has this core for itself; database, integration and load share the other one. */
export const HUB_CORE = 0;
export const OTHER_CORE = 1;

const INTEGRATIONS = 100;
const SIGNED_IN = 200;
const SAMPLE = 20_000;

/** A filled database, an integration, and what is needed to ask the hub as any of its callers. */
export interface BenchWorld extends AsyncDisposable {
  integrationUrl: string;
  integrations: readonly { serviceId: string; authId: string; apiToken: string }[];
  accounts: readonly MadeAccount[];
  /** Session cookies of people who are signed in, for a hub on `publicPort`. */
  cookies: readonly string[];
  publicPort: number;
  /** A file for the requests of a load. */
  file: string;
  open: OpenDatabase;
  startHub(): Promise<PinnedProcess>;
  /** Registers one more verified integration. */
  registerAt(url: string): Promise<IntegrationRegistered>;
}

/** Makes a world with so many linked accounts on the PostgreSQL of the run. */
export async function makeWorld(count: number): Promise<BenchWorld> {
  const database = process.env.JOINERY_TEST_DATABASE_URL;
  if (database === undefined) throw new Error("This benchmark needs PostgreSQL: apt-get install postgresql");
  const folder = mkdtempSync(join(tmpdir(), "joinery-bench-"));
  const own = await ownDatabase(database);
  const open = await openDatabase({ engine: "postgres", url: own });
  await pinDatabase(open);
  const integration = await startPinned("integration", OTHER_CORE, {});
  const masterKey = new Uint8Array(randomBytes(32));
  const publicPort = await freePort();
  const organisationId = await addOrganisation(open.db, "Analytical Engines", new Date());
  const integrationUrl = `http://127.0.0.1:${integration.port}`;
  const registrar = { masterKey, publicPort, organisationId };
  const registered = await register(open, registrar, new Array(INTEGRATIONS).fill(integrationUrl));
  const integrations = registered.map((one) => ({
    serviceId: one.service_id,
    authId: one.auth_id,
    apiToken: one.api_token,
  }));
  const accounts = await fillAccounts(open.db, { organisationId, integrations, masterKey }, count, SAMPLE);
  const cookies = await signIn(open, { masterKey, organisationId, publicPort });
  await sql`vacuum analyze`.execute(open.db);
  return {
    integrationUrl,
    integrations,
    accounts,
    cookies,
    publicPort,
    file: join(folder, "requests.txt"),
    open,
    startHub: () =>
      startPinned("hub", HUB_CORE, {
        database: own,
        masterKey: Buffer.from(masterKey).toString("base64url"),
        organisationId,
        publicPort,
      }),
    async registerAt(url) {
      const [one] = await register(open, registrar, [url]);
      if (one === undefined) throw new Error("The integration was not registered.");
      return one;
    },
    async [Symbol.asyncDispose]() {
      await integration[Symbol.asyncDispose]();
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function ownDatabase(url: string): Promise<string> {
  const name = `joinery_bench_${process.pid}`;
  const server = new Client({ connectionString: url });
  await server.connect();
  await server.query(`create database ${name}`);
  await server.end();
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

/** Backends take the core of the server they are forked from. */
async function pinDatabase({ db }: OpenDatabase): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const [, server] = /PPid:\s+(\d+)/.exec(readFileSync(`/proc/${rows[0]?.pid}/status`, "utf8")) ?? [];
  for (const pid of [server, rows[0]?.pid]) {
    execFileSync("taskset", ["-pc", String(OTHER_CORE), String(pid)], { stdio: "ignore" });
  }
}

async function register(
  { db }: OpenDatabase,
  facts: { masterKey: Uint8Array; publicPort: number; organisationId: string },
  urls: readonly string[],
): Promise<IntegrationRegistered[]> {
  const hub = await createHub({
    db,
    masterKey: facts.masterKey,
    publicUrl: new URL(`http://127.0.0.1:${facts.publicPort}`),
    organisationId: facts.organisationId,
    clock: () => new Date(),
    log: () => undefined,
  });
  const registrar = { organisationId: facts.organisationId, userId: null, requestId: null };
  const made = [];
  for (const [index, url] of urls.entries()) {
    const details = { description: "", may_do: [], actions: [], forwarded_headers: [], allowed_networks: [] };
    const body = { kind: "verified" as const, name: `Desk ${index}`, proxy_url: url, connect_base: url, ...details };
    made.push(await registerIntegration(hub.context, registrar, body));
  }
  await hub.close();
  return made;
}

async function signIn(
  { db }: OpenDatabase,
  facts: { masterKey: Uint8Array; organisationId: string; publicPort: number },
): Promise<string[]> {
  const digests = createDigests(facts.masterKey);
  const now = new Date();
  const cookies = [];
  for (let index = 0; index < SIGNED_IN; index += 1) {
    const userId = newId("user");
    const secret = randomToken256();
    await db
      .insertInto("users")
      .values({
        organisation_id: facts.organisationId,
        user_id: userId,
        display_name: `Person ${index}`,
        account_status: "active",
        role: "member",
        created_at: now,
      })
      .execute();
    await insertSession(db, { organisationId: facts.organisationId, userId }, digests.of("session", secret), now);
    cookies.push(`joinery-session-${facts.publicPort}=${secret}`);
  }
  return cookies;
}
