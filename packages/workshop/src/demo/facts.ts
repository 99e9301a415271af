import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { newId } from "@joinery/contract";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { drawRegistration } from "@joinery/hub";

/** The ids and secrets of a demonstration: drawn at its first start, the same ever after. */
export interface DemoFacts {
  organisationId: string;
  people: { ada: string; bob: string; eve: string };
  desk: IntegrationRegistered;
  plain: IntegrationRegistered;
  /** The secrets under which the two integrations are known to Acme Desk. */
  clientSecrets: { desk: string; plain: string };
}

/**
 * Reads the facts of an earlier start, or draws and keeps them. They are known before any database is open, so that the
 * integrations can start beside it. The file holds secrets and is readable by its owner only.
 */
export function loadOrDrawFacts(file: string): DemoFacts {
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as DemoFacts;
  const facts = drawFacts();
  writeFileSync(file, JSON.stringify(facts), { mode: 0o600 });
  return facts;
}

function drawFacts(): DemoFacts {
  const secret = () => randomBytes(24).toString("base64url");
  return {
    organisationId: newId("organisation"),
    people: { ada: newId("user"), bob: newId("user"), eve: newId("user") },
    desk: drawRegistration(),
    plain: drawRegistration(),
    clientSecrets: { desk: secret(), plain: secret() },
  };
}
