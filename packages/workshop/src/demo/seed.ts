import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { addOrganisation, addPerson, changeIntegration, type Hub, type OpenDatabase } from "@joinery/hub";

/** Where the parties of the demonstration are reached. Three hosts, because cookies ignore ports. */
export interface DemoAddresses {
  hub: string;
  desk: string;
  plain: string;
}

/** What a later start must know again. It holds secrets and is readable by its owner only. */
export interface DemoFacts {
  organisationId: string;
  people: { ada: string; bob: string; eve: string };
  desk: IntegrationRegistered;
  plain: IntegrationRegistered;
  /** The secrets under which the two integrations are known to Acme Desk. */
  clientSecrets: { desk: string; plain: string };
}

/** Reads what an earlier start has written, when the database still has it. */
export async function readFacts(file: string, { db }: OpenDatabase): Promise<DemoFacts | undefined> {
  if (!existsSync(file)) return undefined;
  const facts = JSON.parse(readFileSync(file, "utf8")) as DemoFacts;
  const organisation = await db
    .selectFrom("organisations")
    .select("organisation_id")
    .where("organisation_id", "=", facts.organisationId)
    .executeTakeFirst();
  return organisation === undefined ? undefined : facts;
}

/** Writes the facts for the next start. */
export function writeFacts(file: string, facts: DemoFacts): void {
  writeFileSync(file, JSON.stringify(facts), { mode: 0o600 });
}

/** Adds the organisation with Ada, who administers it, Bob and Eve. */
export async function addDemoPeople({ db }: OpenDatabase): Promise<Pick<DemoFacts, "organisationId" | "people">> {
  const now = new Date();
  const organisationId = await addOrganisation(db, "Analytical Engines", now);
  const add = (firstName: string, secondName: string, jobTitle: string, departmentName: string, employeeId: string) =>
    addPerson(
      db,
      organisationId,
      {
        firstName,
        secondName,
        jobTitle,
        departmentName,
        employeeId,
        email: `${firstName}.${secondName}@engines.example`.toLowerCase(),
        role: firstName === "Ada" ? "administrator" : "member",
      },
      now,
    );
  return {
    organisationId,
    people: {
      ada: await add("Ada", "Lovelace", "Head of Computation", "Engineering", "1815"),
      bob: await add("Bob", "Stone", "Customer Support", "Operations", "1904"),
      eve: await add("Eve", "Marsh", "Account Manager", "Sales", "1957"),
    },
  };
}

const FILE_A_TICKET = {
  label: "File a ticket",
  path: "/tickets",
  fields: [
    { name: "title", label: "What is it about?", kind: "text" as const, required: true },
    { name: "text", label: "Details", kind: "long_text" as const, required: false },
  ],
};

/** What the demonstration registers: the same service twice, once through each kind of integration. */
export function demoIntegrations(addresses: DemoAddresses) {
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

/** Moves the registered integrations to the addresses of this start: the port may have changed. */
export async function moveIntegrations({ context }: Hub, facts: DemoFacts, addresses: DemoAddresses): Promise<void> {
  const registrar = { organisationId: facts.organisationId, userId: null, requestId: null };
  const { desk, plain } = addresses;
  await changeIntegration(context, registrar, facts.desk.service_id, { proxy_url: desk, connect_base: desk });
  await changeIntegration(context, registrar, facts.plain.service_id, { proxy_url: plain });
}
