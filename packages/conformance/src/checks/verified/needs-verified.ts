import type { Workshop } from "@joinery/contract/workshop";
import { Blocked } from "../../check.ts";

/** @throws Blocked when the integration is registered as another kind */
export async function needsVerified(workshop: Workshop): Promise<void> {
  const { kind } = await workshop.describe();
  if (kind === "verified") return;
  throw new Blocked("kind", `It is about verified integrations; this one is registered as ${kind}.`);
}

/** How many token requests have reached the service, answered or refused. */
export async function countExchanges(workshop: Workshop): Promise<number> {
  const answered = await workshop.ledger({ kind: "token_request" });
  const refused = await workshop.ledger({ kind: "token_refused" });
  return answered.length + refused.length;
}
