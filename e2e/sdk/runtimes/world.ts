import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  addOrganisation,
  addPerson,
  createHub,
  type FetchLayer,
  type Hub,
  registerIntegration,
  serveHub,
} from "@joinery/hub";
import { openTestDatabase, testEngine } from "@joinery/hub/testing";
import { type ExternalService, startExternalService } from "@joinery/workshop";
import { takeDatabase } from "../../../packages/testing/src/databases.ts";
import { standInForBlink } from "../../../packages/workshop/src/workshop/blink-stand-in.ts";
import { findFreePorts } from "../../world/free-ports.ts";
import type { Pair, ServedMode } from "./table.ts";

/** People who walk at the same time are different ones, each with an account of their own at Acme Desk. */
export const WALKERS = [
  { name: "Ada", account: "john.doe" },
  { name: "Bob", account: "bob.stone" },
  { name: "Eve", account: "eve.marsh" },
] as const;
export type Walker = (typeof WALKERS)[number];

/** Where one integration stands: registered at a hub and at Acme Desk, on a port of its own. */
export interface Place {
  mode: ServedMode;
  hub: string;
  serviceId: string;
  authId: string;
  apiToken: string;
  proxySecret: string;
  connectBase: string;
  port: number;
  clientId: string;
  environment: Readonly<Record<string, string>>;
  /** A folder of its own, which is not there yet. */
  folder: string;
}

/** Our hub, a hub that speaks Blink's contract only, and Acme Desk, for all pairs. */
export interface World extends AsyncDisposable {
  service: ExternalService;
  userOf(mode: ServedMode, walker: Walker): string;
  place(pair: Pair, mode: ServedMode): Promise<Place>;
}

/** Starts the world on free ports. */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "joinery-runtimes-"));
  const service = await startExternalService();
  const hubs = { hub: await startHub((fetch) => fetch), blink: await startHub(standInForBlink) };

  return {
    service,
    userOf: (mode, { name }) => hubs[mode].users[name],
    async place(pair, mode) {
      const port = await findFreePorts(1);
      const connectBase = `http://localhost:${port}`;
      const registered = await register(hubs[mode], { mode, connectBase, name: `${pair.runtime}, ${pair.adapter}` });
      const client = {
        clientId: `${pair.runtime} ${pair.adapter} ${mode} ${port}`,
        clientSecret: randomBytes(24).toString("base64url"),
      };
      const redirectUris = [`${connectBase}/connect/callback`];
      service.addClient({ ...client, name: "Joinery", redirectUris });
      return {
        mode,
        hub: hubs[mode].url,
        serviceId: registered.service_id,
        authId: registered.auth_id,
        apiToken: registered.api_token,
        proxySecret: registered.proxy_secret,
        connectBase,
        port,
        clientId: client.clientId,
        folder: join(folder, String(port)),
        environment: {
          JOINERY_HUB: hubs[mode].url,
          JOINERY_MODE: mode,
          JOINERY_SERVICE_ID: registered.service_id,
          JOINERY_AUTH_ID: registered.auth_id,
          JOINERY_PROXY_SECRET: registered.proxy_secret,
          JOINERY_API_TOKEN: registered.api_token,
          JOINERY_CONNECT_BASE: connectBase,
          ACME_ISSUER: service.issuer,
          ACME_CLIENT_ID: client.clientId,
          ACME_CLIENT_SECRET: client.clientSecret,
        },
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([hubs.hub.close(), hubs.blink.close()]);
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface StartedHub {
  url: string;
  hub: Hub;
  organisationId: string;
  users: Record<Walker["name"], string>;
  close(): Promise<void>;
}

async function startHub(around: (fetch: FetchLayer) => FetchLayer): Promise<StartedHub> {
  // An embedded database has one session: two hubs at the same time have one each.
  const database = await (testEngine() === "postgres" ? openTestDatabase() : takeOwnDatabase());
  const port = await findFreePorts(1);
  const url = `http://127.0.0.1:${port}`;
  const organisationId = await addOrganisation(database.db, "Analytical Engines", new Date());
  const users = { Ada: "", Bob: "", Eve: "" };
  for (const { name } of WALKERS) {
    const person = { firstName: name, secondName: "Engine", email: `${name.toLowerCase()}@engines.example` } as const;
    users[name] = await addPerson(database.db, organisationId, { ...person, role: "member" }, new Date());
  }
  const hub = await createHub({
    db: database.db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(url),
    organisationId,
    clock: () => new Date(),
    log: () => undefined,
  });
  const served = await serveHub(hub, { host: "127.0.0.1", port, around });
  return {
    url,
    hub,
    organisationId,
    users,
    async close() {
      await served.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function takeOwnDatabase() {
  const database = await takeDatabase();
  return { ...database, [Symbol.asyncDispose]: database.close };
}

function register(
  { hub, organisationId }: StartedHub,
  { mode, connectBase, name }: { mode: ServedMode; connectBase: string; name: string },
) {
  const nothing = { description: "", may_do: [], actions: [], forwarded_headers: [], allowed_networks: [] };
  const body = { ...nothing, name, proxy_url: connectBase };
  return registerIntegration(
    hub.context,
    { organisationId, userId: null, requestId: null },
    mode === "hub"
      ? { ...body, kind: "verified", connect_base: connectBase }
      : { ...body, kind: "plain", phishing_accepted: true },
  );
}
