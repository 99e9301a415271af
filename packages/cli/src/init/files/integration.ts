import type { Plan } from "../plan.ts";

/** The integration itself. */
export function integration({ name }: Plan): string {
  return `import { createIntegration, type Integration, oauth2, readHubSettings } from "@joinery/sdk";
import { fileTicket } from "./file-ticket.ts";

/** Links people's accounts in ${name}: connect, disconnect, and what can be done there in their name. */
export function createMyIntegration(env: NodeJS.ProcessEnv): Integration {
  const issuer = env.OAUTH_ISSUER ?? "";
  return createIntegration({
    ...readHubSettings(env),
    name: "${name}",
    auth: oauth2({
      issuer,
      clientId: env.OAUTH_CLIENT_ID ?? "",
      clientSecret: env.OAUTH_CLIENT_SECRET ?? "",
      scopes: ["openid", "profile", "email", "tickets:write", "offline_access"],
    }),
    actions: [fileTicket(issuer)],
  });
}
`;
}

/** What the scaffold can do at the external service; a pattern for what the real one can. */
export function fileTicket({ name }: Plan): string {
  return `import { type Action, action, Problem } from "@joinery/sdk";
import { z } from "zod";

const input = z.object({ title: z.string().min(1).max(200) });
const answer = z.object({ id: z.union([z.string(), z.number()]) });

/** Files a ticket in ${name} as the person who pressed the button. Put what your system can do in its place. */
export function fileTicket(api: string): Action {
  return action("POST", "/tickets", input, async ({ input: ticket, fetch }) => {
    const response = await fetch(\`\${api}/api/tickets\`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(ticket),
    });
    if (response.status !== 201) throw new Problem("EXTERNAL_SERVICE_FAILED");
    const { id } = answer.parse(await response.json());
    return { message: \`Ticket \${id} filed.\` };
  });
}
`;
}

/** The server around it. */
export function main({ name }: Plan): string {
  return `import { serve } from "@joinery/sdk/node";
import { createMyIntegration } from "./integration.ts";

const { env } = process;
const server = await serve(createMyIntegration(env), { port: Number(env.PORT ?? 3000), host: env.HOST ?? "127.0.0.1" });
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void server.close());
console.log(\`The integration with ${name} listens on \${server.url}\`);
`;
}
