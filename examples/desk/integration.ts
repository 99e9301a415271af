/** An integration with Acme Desk: connect, disconnect, and one thing to do there: file a ticket as the user. */
import {
  action,
  createIntegration,
  type Integration,
  oauth2,
  Problem,
  readHubSettings,
  type Spool,
} from "@joinery/sdk";
import { z } from "zod";

/** Environment variables, or what a platform has in their place. */
export type Settings = Readonly<Record<string, string | undefined>>;

/** Creates the integration; `spool` where unfinished work can't be kept in a folder. */
export function createDesk(settings: Settings, more: { spool?: Spool | "none" } = {}): Integration {
  const issuer = settings.ACME_ISSUER ?? "https://desk.acme.example";
  return createIntegration({
    ...readHubSettings(settings),
    name: "Acme Desk",
    auth: oauth2({
      issuer,
      clientId: settings.ACME_CLIENT_ID ?? "",
      clientSecret: settings.ACME_CLIENT_SECRET ?? "",
      scopes: ["openid", "profile", "email", "tickets:write", "offline_access"],
    }),
    actions: [fileTicket(issuer)],
    ...more,
  });
}

const fileTicket = (issuer: string) =>
  action(
    "POST",
    "/tickets",
    z.object({ title: z.string().min(1).max(200), text: z.string().max(5_000).optional() }),
    async ({ input, fetch }) => {
      const answer = await fetch(`${issuer}/api/tickets`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(input),
      });
      if (answer.status !== 201) throw new Problem("EXTERNAL_SERVICE_FAILED");
      const ticket = z.object({ id: z.union([z.string(), z.number()]) }).parse(await answer.json());
      return { message: `Ticket ${ticket.id} filed in Acme Desk.` };
    },
  );
