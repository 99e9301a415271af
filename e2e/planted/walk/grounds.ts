import { randomBytes } from "node:crypto";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { addOrganisation, addPerson, createHub, registerIntegration, serveHub } from "@joinery/hub";
import { openTestDatabase } from "@joinery/hub/testing";
import { type ExternalService, startExternalService } from "@joinery/workshop";
import { findFreePorts } from "../../world/free-ports.ts";
import type { Language } from "../start-planted.ts";

/** Where an integration stands: registered at the hub and at Acme Desk, on a port of its own. */
export interface Place {
  language: Language;
  kind: "plain" | "verified";
  port: number;
  connectBase: string;
  registered: IntegrationRegistered;
  clientId: string;
  clientSecret: string;
}

const PEOPLE = ["Ada", "Bob", "Eve"] as const;
export type Name = (typeof PEOPLE)[number];

/** Hub and Acme Desk in this process, with three people who are signed in. */
export interface Grounds extends AsyncDisposable {
  hub: string;
  service: ExternalService;
  users: Record<Name, string>;
  /** The hub's cookie of each. */
  sessions: Record<Name, string>;
  place(language: Language, kind: Place["kind"]): Promise<Place>;
  /** Registers the client of a place at Acme Desk again, with this secret: another than its own locks it out. */
  letIn(place: Place, clientSecret?: string): void;
}

/** Starts hub and Acme Desk on free ports. */
export async function startGrounds(): Promise<Grounds> {
  const database = await openTestDatabase();
  const { db } = database;
  const port = await findFreePorts(1);
  const hubUrl = `http://127.0.0.1:${port}`;
  const organisationId = await addOrganisation(db, "Analytical Engines", new Date());
  const users = { Ada: "", Bob: "", Eve: "" };
  for (const firstName of PEOPLE) {
    const email = `${firstName.toLowerCase()}@engines.example`;
    const person = { firstName, secondName: "Engine", email, role: "member" } as const;
    users[firstName] = await addPerson(db, organisationId, person, new Date());
  }
  const hub = await createHub({
    db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(hubUrl),
    organisationId,
    clock: () => new Date(),
    log: () => undefined,
  });
  const served = await serveHub(hub, { host: "127.0.0.1", port });
  const service = await startExternalService();
  const sessions = { Ada: "", Bob: "", Eve: "" };
  for (const name of PEOPLE) sessions[name] = await signIn(hubUrl, users[name]);

  const letIn = (place: Place, clientSecret = place.clientSecret) => {
    const redirectUris = [`${place.connectBase}/connect/callback`];
    service.addClient({ clientId: place.clientId, clientSecret, name: `In ${place.language}`, redirectUris });
  };
  return {
    hub: hubUrl,
    service,
    users,
    sessions,
    letIn,
    async place(language, kind) {
      const ownPort = await findFreePorts(1);
      const connectBase = `http://localhost:${ownPort}`;
      const both = { description: "", may_do: [], actions: [], forwarded_headers: [], allowed_networks: [] };
      const named = { ...both, name: `Acme Desk in ${language}, ${kind}`, proxy_url: connectBase };
      const registered = await registerIntegration(
        hub.context,
        { organisationId, userId: null, requestId: null },
        kind === "verified"
          ? { ...named, kind, connect_base: connectBase }
          : { ...named, kind, phishing_accepted: true },
      );
      const clientSecret = randomBytes(24).toString("base64url");
      const client = { clientId: `${language}-${kind}-${ownPort}`, clientSecret };
      const place = { language, kind, port: ownPort, connectBase, registered, ...client };
      letIn(place);
      return place;
    },
    async [Symbol.asyncDispose]() {
      await served.close();
      await service.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function signIn(hub: string, userId: string): Promise<string> {
  const reply = await fetch(`${hub}/api/sign-in/development`, {
    method: "POST",
    headers: { origin: hub, "content-type": "application/json" },
    body: JSON.stringify({ user_id: userId }),
  });
  await reply.arrayBuffer();
  return reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
