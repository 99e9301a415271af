import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { newId } from "@joinery/contract";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { drawRegistration } from "@joinery/hub";

/** The ids of an organisation and its people. */
export interface OrganisationFacts {
  organisationId: string;
  people: { ada: string; bob: string; eve: string };
}

/** The ids and secrets of a demonstration: drawn at its first start, the same ever after. */
export interface DemoFacts extends OrganisationFacts {
  desk: IntegrationRegistered;
  plain: IntegrationRegistered;
  /** The secrets under which the two integrations are known to Acme Desk. */
  clientSecrets: { desk: string; plain: string };
}

/**
 * Reads the facts of an earlier start, or draws and keeps them. They are known before any database is open, so that the
 * integrations can start beside it. The file holds secrets and is readable by its owner only.
 */
export function loadOrDraw<Facts>(file: string, draw: () => Facts): Facts {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as Facts;
  const facts = draw();
  writeFileSync(file, JSON.stringify(facts), { mode: 0o600 });
  return facts;
}

/** Draws an organisation with Ada, Bob and Eve. */
export function drawOrganisation(): OrganisationFacts {
  return {
    organisationId: newId("organisation"),
    people: { ada: newId("user"), bob: newId("user"), eve: newId("user") },
  };
}

/** Draws the secret under which an integration is known to Acme Desk. */
export function drawClientSecret(): string {
  return randomBytes(24).toString("base64url");
}

/** Draws what a demonstration is made of. */
export function drawDemo(): DemoFacts {
  return {
    ...drawOrganisation(),
    desk: drawRegistration(),
    plain: drawRegistration(),
    clientSecrets: { desk: drawClientSecret(), plain: drawClientSecret() },
  };
}
