import { randomBytes } from "node:crypto";
import type { ConnectStarted } from "@joinery/contract/pages";
import { addOrganisation, addPerson, createHub, registerIntegration, serveHub } from "@joinery/hub";
import { openTestDatabase } from "@joinery/hub/testing";
import { createIntegration, oauth2 } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
import { createFormBrowser, DEMO_PASSWORD, startExternalService } from "@joinery/workshop";
import { findFreePorts } from "./free-ports.ts";

/** Hub, external service and an integration in this very process, so that its memory and handles can be measured. */
export interface OneProcess extends AsyncDisposable {
  /** One whole verified connect by a browser without a window; answers the address where it ended. */
  connect(): Promise<URL>;
  /** Flows by state. */
  countFlows(): Promise<Record<string, number>>;
  countAccounts(): Promise<number>;
  /** How many token requests the external service has counted. */
  tokenRequests(): number;
}

/** Starts the three parties with one person who is signed in. */
export async function startOneProcess(): Promise<OneProcess> {
  const database = await openTestDatabase();
  const { db } = database;
  const hubPort = await findFreePorts(2);
  const hubUrl = `http://127.0.0.1:${hubPort}`;
  const connectBase = `http://localhost:${hubPort + 1}`;
  const organisationId = await addOrganisation(db, "Analytical Engines", new Date());
  const person = { firstName: "Ada", secondName: "Lovelace", email: "ada@engines.example", role: "member" } as const;
  const userId = await addPerson(db, organisationId, person, new Date());
  const hub = await createHub({
    db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(hubUrl),
    organisationId,
    clock: () => new Date(),
    log: () => undefined,
  });
  const served = await serveHub(hub, { host: "127.0.0.1", port: hubPort });
  const client = { clientId: "one", clientSecret: randomBytes(24).toString("base64url"), name: "Joinery" };
  const service = await startExternalService({
    clients: [{ ...client, redirectUris: [`${connectBase}/connect/callback`] }],
  });
  const registered = await registerIntegration(
    hub.context,
    { organisationId, userId: null, requestId: null },
    {
      kind: "verified",
      name: "Acme Desk",
      description: "",
      proxy_url: connectBase,
      connect_base: connectBase,
      may_do: [],
      actions: [],
      forwarded_headers: [],
      allowed_networks: [],
    },
  );
  const integration = createIntegration({
    hub: hubUrl,
    serviceId: registered.service_id,
    authId: registered.auth_id,
    proxySecret: registered.proxy_secret,
    apiToken: registered.api_token,
    connectBase,
    name: "Acme Desk",
    auth: oauth2({ issuer: service.issuer, ...client, scopes: ["openid", "profile", "offline_access"] }),
  });
  const running = await serve(integration, { port: hubPort + 1, host: "localhost" });

  const signedIn = await fetch(`${hubUrl}/api/sign-in/development`, {
    method: "POST",
    headers: { origin: hubUrl, "content-type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  await signedIn.arrayBuffer();

  async function connect(): Promise<URL> {
    const reply = await fetch(`${hubUrl}/connector/${registered.service_id}/auth/${registered.auth_id}`, {
      method: "POST",
      headers: { origin: hubUrl, cookie },
    });
    const { data } = (await reply.json()) as { data: ConnectStarted };
    const browser = createFormBrowser();
    browser.keep(new URL(hubUrl), cookie);
    const logIn = await browser.open(data.authorization_url);
    const consent = await browser.press(logIn, "Log in", { username: "john.doe", password: DEMO_PASSWORD });
    const done = await browser.press(consent, "Allow");
    return done.url;
  }

  return {
    connect,
    async countFlows() {
      const rows = await db
        .selectFrom("flows")
        .select((column) => ["state", column.fn.countAll().as("count")])
        .groupBy("state")
        .execute();
      return Object.fromEntries(rows.map((row) => [row.state, Number(row.count)]));
    },
    async countAccounts() {
      return (await db.selectFrom("linked_accounts").select("linked_account_id").execute()).length;
    },
    tokenRequests: () => service.ledger.entries({ kind: "token_request" }).length,
    async [Symbol.asyncDispose]() {
      await running.close();
      await served.close();
      await service.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
