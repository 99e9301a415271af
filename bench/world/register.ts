import type { IntegrationRegistered } from "../../packages/contract/src/pages/index.ts";
import { createHub, registerIntegration } from "../../packages/hub/src/index.ts";
import type { Db } from "../../packages/hub/src/store/tables.ts";

/** What makes a hub the hub of this benchmark. */
export interface HubFacts {
  db: Db;
  masterKey: Uint8Array;
  organisationId: string;
  publicPort: number;
}

/** Registers a verified integration for each address, as an administrator does. */
export async function registerAt(facts: HubFacts, urls: readonly string[]): Promise<IntegrationRegistered[]> {
  const { db, masterKey, organisationId, publicPort } = facts;
  const hub = await createHub({
    db,
    masterKey,
    publicUrl: new URL(`http://127.0.0.1:${publicPort}`),
    organisationId,
    work: false,
    clock: () => new Date(),
    log: () => undefined,
  });
  const registrar = { organisationId, userId: null, requestId: null };
  const made = [];
  for (const [index, url] of urls.entries()) {
    const details = { description: "", may_do: [], actions: [], forwarded_headers: [], allowed_networks: [] };
    const body = { kind: "verified" as const, name: `Desk ${index}`, proxy_url: url, connect_base: url, ...details };
    made.push(await registerIntegration(hub.context, registrar, body));
  }
  await hub.close();
  return made;
}
