/** The same integration for Blink itself: connect, disconnect, and one thing to do in Acme Desk: file a ticket as the user. */
import { action, createIntegration, oauth2, Problem, readHubSettings } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";
import { z } from "zod";

const { env } = process;
const issuer = env.ACME_ISSUER ?? "https://desk.acme.example";

const fileTicket = action(
  "POST",
  "/tickets",
  z.object({ title: z.string().min(1).max(200) }),
  async ({ input, fetch }) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${issuer}/api/tickets`, { method: "POST", headers, body: JSON.stringify(input) });
    if (answer.status !== 201) throw new Problem("EXTERNAL_SERVICE_FAILED");
    const ticket = z.object({ id: z.union([z.string(), z.number()]) }).parse(await answer.json());
    return { message: `Ticket ${ticket.id} filed in Acme Desk.` };
  },
);

const integration = createIntegration({
  // JOINERY_HUB=https://api.joinblink.com; for any other address that speaks as Blink does also JOINERY_MODE=blink.
  ...readHubSettings(env),
  name: "Acme Desk",
  auth: oauth2({
    issuer,
    clientId: env.ACME_CLIENT_ID ?? "",
    clientSecret: env.ACME_CLIENT_SECRET ?? "",
    scopes: ["openid", "profile", "email", "tickets:write", "offline_access"],
  }),
  actions: [fileTicket],
});

const server = await serve(integration, { port: Number(env.PORT ?? 3000), host: env.HOST ?? "localhost" });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
console.log(`Acme Desk integration for Blink listens on ${server.url}`);
