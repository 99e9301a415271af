import type { RegisterIntegrationBody } from "@joinery/contract/pages";
import type { WorkshopKind } from "@joinery/contract/workshop";
import { FILE_A_TICKET } from "../demo/seed.ts";

/** How the integration under work is registered at the workshop's hub. */
export function registrationBody(kind: WorkshopKind, address: URL): RegisterIntegrationBody {
  const fields = {
    name: "Acme Desk",
    description: "The integration you are working on, connected to a made-up help desk on this machine.",
    may_do: ["See your name and e-mail address in Acme Desk", "File tickets in your name"],
    actions: [FILE_A_TICKET],
    forwarded_headers: [],
    allowed_networks: [],
    proxy_url: address.href.replace(/\/$/, ""),
  };
  if (kind === "verified") return { ...fields, kind, connect_base: address.origin };
  return { ...fields, kind: "plain", phishing_accepted: true };
}
