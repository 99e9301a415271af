import type { IntegrationRegistered } from "@joinery/contract/pages";
import { drawRegistration } from "@joinery/hub";
import { drawClientSecret, drawOrganisation, type OrganisationFacts } from "../demo/facts.ts";

/** The ids and secrets of a workshop: drawn at its first start, the same ever after, so that a `.env` file stays true. */
export interface WorkshopFacts extends OrganisationFacts {
  integration: IntegrationRegistered;
  /** The proxy secret that this one has replaced, for the fault that sends it. */
  oldProxySecret: string;
  clientId: string;
  clientSecret: string;
}

/** Draws what a workshop is made of. */
export function drawWorkshop(): WorkshopFacts {
  return {
    ...drawOrganisation(),
    integration: drawRegistration(),
    oldProxySecret: drawRegistration().proxy_secret,
    clientId: "workshop-integration",
    clientSecret: drawClientSecret(),
  };
}
