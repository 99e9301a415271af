import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import type { IntegrationRegistered } from "../../packages/contract/src/pages/index.ts";
import { addOrganisation, type OpenDatabase } from "../../packages/hub/src/index.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { buildHub } from "./build-hub.ts";
import { createBenchDatabase } from "./database.ts";
import { fillAccounts, type MadeAccount } from "./fill-accounts.ts";
import { HUB_CORE, OTHER_CORES, pin } from "./machine.ts";
import { type PinnedProcess, startPinned } from "./pinned-process.ts";
import { type HubFacts, registerAt } from "./register.ts";
import { signInPeople } from "./sign-in.ts";

const INTEGRATIONS = 100;
const SIGNED_IN = 200;

/** A hub's database on PostgreSQL, an integration that answers at once, and what is needed to ask as any of the callers. */
export interface BenchWorld extends AsyncDisposable {
  facts: HubFacts;
  integrationUrl: string;
  integrations: readonly { serviceId: string; authId: string; apiToken: string }[];
  /** Session cookies of people who are signed in. */
  cookies: readonly string[];
  open: OpenDatabase;
  /** Adds so many linked accounts; answers a sample of them. */
  fill(count: number, sampleSize: number): Promise<MadeAccount[]>;
  startHub(): Promise<PinnedProcess>;
  /** Registers one more verified integration. */
  registerAt(url: string): Promise<IntegrationRegistered>;
}

/** Makes a world without linked accounts on the PostgreSQL of the run. */
export async function makeWorld(): Promise<BenchWorld> {
  pin(process.pid, OTHER_CORES);
  const module = await buildHub();
  const database = await createBenchDatabase(process.env.JOINERY_TEST_DATABASE_URL ?? "");
  const { open } = database;
  const { db } = open;
  const integration = await startPinned(new URL("integration.process.ts", import.meta.url), {}, { cores: OTHER_CORES });
  const integrationUrl = `http://127.0.0.1:${integration.port}`;
  const organisationId = await addOrganisation(db, "Analytical Engines", new Date());
  const masterKey = new Uint8Array(randomBytes(32));
  const facts = { db, masterKey, organisationId, publicPort: await freePort() };
  const registered = await registerAt(facts, new Array(INTEGRATIONS).fill(integrationUrl));
  const integrations = registered.map(({ service_id, auth_id, api_token }) => ({
    serviceId: service_id,
    authId: auth_id,
    apiToken: api_token,
  }));
  return {
    facts,
    integrationUrl,
    integrations,
    cookies: await signInPeople(facts, SIGNED_IN),
    open,
    async fill(count, sampleSize) {
      const sample = await fillAccounts(db, { organisationId, integrations, masterKey }, count, sampleSize);
      await sql`vacuum analyze`.execute(db);
      // What was filled is not to be written out while something is measured. Not everyone may ask for that.
      await sql`checkpoint`.execute(db).catch(() => undefined);
      return sample;
    },
    startHub: () => startHub(module, database.url, facts),
    async registerAt(url) {
      const [one] = await registerAt(facts, [url]);
      if (one === undefined) throw new Error("The integration was not registered.");
      return one;
    },
    async [Symbol.asyncDispose]() {
      await integration[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

function startHub(module: string, database: string, facts: HubFacts): Promise<PinnedProcess> {
  const { masterKey, organisationId, publicPort } = facts;
  const settings = { module, database, organisationId, publicPort };
  const nodeOptions = process.env.HUB_NODE_OPTIONS?.split(" ") ?? [];
  return startPinned(
    new URL("hub.process.ts", import.meta.url),
    { ...settings, masterKey: Buffer.from(masterKey).toString("base64url") },
    { cores: HUB_CORE, nodeOptions },
  );
}
