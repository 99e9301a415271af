import type { IntegrationRegistered, RegisterIntegrationBody } from "@joinery/contract/pages";
import {
  addOrganisation,
  addPerson,
  changeIntegration,
  type Hub,
  listIntegrations,
  type OpenDatabase,
  registerIntegration,
} from "@joinery/hub";
import type { DemoFacts, OrganisationFacts } from "./facts.ts";

/** Where the parties of the demonstration are reached. Three hosts, because cookies ignore ports. */
export interface DemoAddresses {
  hub: string;
  desk: string;
  plain: string;
}

const PEOPLE = [
  ["ada", "Ada", "Lovelace", "Head of Computation", "Engineering", "1815"],
  ["bob", "Bob", "Stone", "Customer Support", "Operations", "1904"],
  ["eve", "Eve", "Marsh", "Account Manager", "Sales", "1957"],
] as const;

/** Adds the organisation with Ada, who administers it, Bob and Eve, unless this database has them. */
export async function addDemoPeople({ db }: OpenDatabase, facts: OrganisationFacts): Promise<void> {
  const { organisationId } = facts;
  const now = new Date();
  await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom("organisations")
      .select("organisation_id")
      .where("organisation_id", "=", organisationId)
      .executeTakeFirst();
    if (known !== undefined) return;
    await addOrganisation(tx, "Analytical Engines", now, organisationId);
    for (const [key, firstName, secondName, jobTitle, departmentName, employeeId] of PEOPLE) {
      const email = `${firstName}.${secondName}@engines.example`.toLowerCase();
      const role = key === "ada" ? "administrator" : "member";
      const userId = facts.people[key];
      const person = { userId, firstName, secondName, jobTitle, departmentName, employeeId, email, role } as const;
      await addPerson(tx, organisationId, person, now);
    }
  });
}

/** The one thing to do at Acme Desk through an integration. */
export const FILE_A_TICKET = {
  label: "File a ticket",
  path: "/tickets",
  fields: [
    { name: "title", label: "What is it about?", kind: "text" as const, required: true },
    { name: "text", label: "Details", kind: "long_text" as const, required: false },
  ],
};

/** What the demonstration registers: the same service twice, once through each kind of integration. */
function demoIntegrations(addresses: DemoAddresses) {
  const both = {
    may_do: ["See your name and e-mail address in Acme Desk", "File tickets in your name"],
    actions: [FILE_A_TICKET],
    forwarded_headers: [],
    allowed_networks: [],
  };
  return {
    desk: {
      ...both,
      kind: "verified" as const,
      name: "Acme Desk",
      description: "Help desk: file and follow tickets without leaving this page.",
      proxy_url: addresses.desk,
      connect_base: addresses.desk,
    },
    plain: {
      ...both,
      kind: "plain" as const,
      name: "Acme Desk (plain)",
      description: "The same help desk through an integration that speaks Blink's published contract only.",
      proxy_url: addresses.plain,
      phishing_accepted: true as const,
    },
  };
}

/** Registers what is missing, and moves the rest to the addresses of this start: the port may have changed. */
export async function placeIntegrations(hub: Hub, facts: DemoFacts, addresses: DemoAddresses): Promise<void> {
  const bodies = demoIntegrations(addresses);
  await placeIntegration(hub, { facts, registration: facts.desk, body: bodies.desk });
  await placeIntegration(hub, { facts, registration: facts.plain, body: bodies.plain });
}

/** An integration that a composition registers, under ids and secrets that it has drawn before. */
export interface Placement {
  facts: OrganisationFacts;
  registration: IntegrationRegistered;
  body: RegisterIntegrationBody;
}

/** Registers an integration, or moves the one that an earlier start has registered to the addresses of this start. */
export async function placeIntegration({ context }: Hub, { facts, registration, body }: Placement): Promise<void> {
  const registrar = { organisationId: facts.organisationId, userId: null, requestId: null };
  const rows = await listIntegrations(context.db, facts.organisationId);
  const row = rows.find(({ service_id }) => service_id === registration.service_id);
  if (row === undefined) {
    await registerIntegration(context, registrar, body, registration);
    return;
  }
  if (row.kind !== body.kind) await becomeKind(context, { ...row, ...body });
  if (row.proxy_url === body.proxy_url) return;
  const connectBase = body.kind === "verified" ? { connect_base: body.connect_base } : {};
  await changeIntegration(context, registrar, row.service_id, { proxy_url: body.proxy_url, ...connectBase });
}

/** For the hub a kind is for ever; whoever works on an integration tries it as both. */
async function becomeKind(
  { db }: Hub["context"],
  integration: { organisation_id: string; service_id: string } & RegisterIntegrationBody,
): Promise<void> {
  const { kind, organisation_id, service_id } = integration;
  const connect_base = integration.kind === "verified" ? integration.connect_base : null;
  await db
    .updateTable("integrations")
    .set({ kind, connect_base })
    .where("organisation_id", "=", organisation_id)
    .where("service_id", "=", service_id)
    .execute();
}
