/** An integration as its author writes it; it says where it listens and ends with whoever started it. */
export const SERVER = `
import { createIntegration, oauth2 } from "@joinery/sdk";
import { serve } from "@joinery/sdk/node";

const { clientSecret, issuer, port, ...hub } = JSON.parse(process.env.SETTINGS);
const integration = createIntegration({
  ...hub,
  connectBase: "http://127.0.0.1:" + port,
  name: "Acme Desk",
  auth: oauth2({ issuer, clientId: "desk", clientSecret, scopes: ["openid", "offline_access"] }),
  spool: "none",
});
const server = await serve(integration, { port });
console.log("listening", process.version, server.url);
`;

/** Every way in, with the names that it exports. */
export const NAMES = `
import { readFileSync } from "node:fs";
const { exports } = JSON.parse(readFileSync("node_modules/@joinery/sdk/package.json", "utf8"));
for (const entry of Object.keys(exports).filter((entry) => !entry.endsWith(".json")).sort()) {
  const names = Object.keys(await import("@joinery/sdk" + entry.slice(1))).sort();
  console.log([entry, ...names].join("\\n  "));
}
`;

/** What an author's program in TypeScript does with the main entry. */
export const CONSUMER = `
import { action, createIntegration, type Identity, oauth2 } from "@joinery/sdk";
import { z } from "zod";

const integration = createIntegration({
  hub: "https://hub.example", serviceId: "l-1", authId: "t-1", proxySecret: "s", apiToken: "t",
  connectBase: "https://desk.example", name: "Acme Desk",
  auth: oauth2({
    issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid"],
    identify: ({ claims }): Identity => ({ externalAccountId: String(claims.email) }),
  }),
  actions: [action("POST", "/tickets", z.object({ title: z.string() }), ({ input }) => ({ said: input.title.length }))],
});
export const answer: Promise<Response> = integration.fetch(new Request("https://desk.example/"));
// @ts-expect-error -- without a hub nothing is served
createIntegration({ name: "Acme Desk" });
`;

/** The same with the entry for Node. */
export const NODE_CONSUMER = `
import { serve, type RunningServer } from "@joinery/sdk/node";

export const server: Promise<RunningServer> = serve({ fetch: () => new Response("hello") }, { port: 3000 });
// @ts-expect-error -- a port is a number
serve({ fetch: () => new Response("hello") }, { port: "3000" });
`;
