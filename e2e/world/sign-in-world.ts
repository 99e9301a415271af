import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import {
  addOrganisation,
  addPerson,
  createHub,
  type Hub,
  openSetup,
  registerIntegration,
  serveHub,
} from "@joinery/hub";
import { openTestDatabase } from "@joinery/hub/testing";
import { action, createIntegration, oauth2, Problem } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
import { startExternalService } from "@joinery/workshop";
import type { Browser } from "playwright-core";
import { z } from "zod";
import { startIdentityProvider, type TestIdentityProvider } from "../../packages/hub/src/testing/identity-provider.ts";
import { findFreePorts } from "./free-ports.ts";
import { launchChromium } from "./launch-chromium.ts";
import { createPerson, type Person } from "./person.ts";

const PAGES_FOLDER = fileURLToPath(new URL("../../packages/web/dist", import.meta.url));
const WAIT_MS = 10_000;

/** The name of the identity provider on the button. */
export const PROVIDER = "Engines Login";

/**
 * A hub whose people sign in by an identity provider, with Acme Desk to connect, and Chromium. Four parties on three hosts,
 * so that cookies and same-site rules keep them apart as they would in the world.
 */
export interface SignInWorld extends AsyncDisposable {
  hub: Hub;
  hubUrl: string;
  idp: TestIdentityProvider;
  users: Record<"ada" | "bob", string>;
  /** Names the integration with Acme Desk. */
  desk: { serviceId: string; authId: string };
  /** While set, answers of the provider don't reach the hub; their addresses come here instead. */
  withhold: { from: ((address: string) => void) | undefined };
  liveGrants(account: string): number;
  /** Errors that the hub has logged: mistakes of ours. */
  logged: string[];
  open(): Promise<Visitor>;
  /** What the start of a hub without an administrator prints. */
  openSetup(): Promise<string>;
}

/** A person whose browser goes to the identity provider. */
export interface Visitor extends Person {
  /** Presses the button of the sign-in page and proves to be somebody at the provider. */
  signInAt(subject: string): Promise<void>;
  /** Says who one is on the provider's page. */
  prove(subject: string): Promise<void>;
  isSignedIn(): Promise<boolean>;
}

/** Starts the four parties. `await using` ends them. */
export async function startSignInWorld(): Promise<SignInWorld> {
  const database = await openTestDatabase();
  const { db } = database;
  const port = await findFreePorts(2);
  const hubUrl = `http://127.0.0.1:${port}`;
  const connectBase = `http://localhost:${port + 1}`;
  const idp = await startIdentityProvider(hubUrl, "localhost");
  for (const [subject, name] of Object.entries({ ada: "Ada Lovelace", bob: "Bob Stone", grace: "Grace Hopper" })) {
    idp.people.set(subject, { name, email: `${subject}@engines.example`, email_verified: true });
  }
  const organisationId = await addOrganisation(db, "Analytical Engines", new Date());
  const person = (firstName: string, secondName: string, role: "member" | "administrator") => {
    const email = `${firstName.toLowerCase()}@engines.example`;
    return addPerson(db, organisationId, { firstName, secondName, email, role }, new Date());
  };
  const users = { ada: await person("Ada", "Lovelace", "administrator"), bob: await person("Bob", "Stone", "member") };
  const logged: string[] = [];
  const hub = await createHub({
    db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(hubUrl),
    organisationId,
    pagesFolder: PAGES_FOLDER,
    signIn: idp.settings,
    clock: () => new Date(),
    log: (level, event, fields) => {
      if (level === "error") logged.push(JSON.stringify({ event, ...fields }));
    },
  });
  const withhold: SignInWorld["withhold"] = { from: undefined };
  const served = await serveHub(hub, {
    host: "127.0.0.1",
    port,
    around:
      (answer) =>
      (request, ...rest) => {
        const isHeld = withhold.from !== undefined && new URL(request.url).pathname === "/sign-in/callback";
        if (!isHeld) return answer(request, ...rest);
        withhold.from?.(request.url);
        return new Response("held", { headers: { "content-type": "text/plain" } });
      },
  });
  const desk = await startDesk(hub, { organisationId, hubUrl, connectBase, port: port + 1 });
  const browser = await launchChromium();

  return {
    hub,
    hubUrl,
    idp,
    users,
    logged,
    withhold,
    desk: { serviceId: desk.registered.service_id, authId: desk.registered.auth_id },
    liveGrants: (account) => desk.service.liveGrants(account),
    open: () => openVisitor(browser, hubUrl),
    async openSetup() {
      const code = await openSetup(hub.context, organisationId);
      if (code === undefined) throw new Error("Somebody administers this hub already.");
      return code;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await desk.running.close();
      await served.close();
      await desk.service.close();
      await idp[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function openVisitor(browser: Browser, hubUrl: string): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  context.setDefaultTimeout(WAIT_MS);
  const person = await createPerson(context, hubUrl);
  const { page } = person;
  const visitor: Visitor = {
    ...person,
    async signInAt(subject) {
      await page.goto(`${hubUrl}/sign-in`);
      await page.getByRole("link", { name: `Continue with ${PROVIDER}` }).click();
      await visitor.prove(subject);
    },
    async prove(subject) {
      await page.getByRole("button", { name: subject, exact: true }).click();
      await page.waitForURL((url) => url.origin === hubUrl);
    },
    async isSignedIn() {
      const reply = await context.request.get(`${hubUrl}/api/me`);
      return reply.ok();
    },
  };
  return visitor;
}

/** Acme Desk and an integration with it, registered at the hub. */
async function startDesk(hub: Hub, at: { organisationId: string; hubUrl: string; connectBase: string; port: number }) {
  const client = { clientId: "desk", clientSecret: randomBytes(24).toString("base64url"), name: "Joinery" };
  const redirectUris = [`${at.connectBase}/connect/callback`];
  const service = await startExternalService({ clients: [{ ...client, redirectUris }] });
  const fields = [{ name: "title", label: "What is it about?", kind: "text", required: true } as const];
  const registered = await registerIntegration(
    hub.context,
    { organisationId: at.organisationId, userId: null, requestId: null },
    {
      kind: "verified",
      name: "Acme Desk",
      description: "",
      proxy_url: at.connectBase,
      connect_base: at.connectBase,
      may_do: [],
      actions: [{ label: "File a ticket", path: "/tickets", fields }],
      forwarded_headers: [],
      allowed_networks: [],
    },
  );
  const fileTicket = action("POST", "/tickets", z.object({ title: z.string().min(1) }), async ({ input, fetch }) => {
    const answer = await fetch(`${service.issuer}/api/tickets`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(input),
    });
    if (answer.status !== 201) throw new Problem("EXTERNAL_SERVICE_FAILED");
    return { message: "Ticket filed in Acme Desk." };
  });
  const scopes = ["openid", "profile", "email", "tickets:write", "offline_access"];
  const integration = createIntegration({
    hub: at.hubUrl,
    serviceId: registered.service_id,
    authId: registered.auth_id,
    proxySecret: registered.proxy_secret,
    apiToken: registered.api_token,
    connectBase: at.connectBase,
    name: "Acme Desk",
    auth: oauth2({ issuer: service.issuer, ...client, scopes }),
    actions: [fileTicket],
  });
  const running = await serve(integration, { port: at.port, host: "localhost" });
  return { service, running, registered };
}
