/** One process of an integration for Blink: says "ready", waits for a line, runs one action, and prints its status. */
import { once } from "node:events";
import { HEADERS } from "@joinery/contract";
import { z } from "zod";
import { action } from "../actions/action.ts";
import { oauth2 } from "../external/oauth2.ts";
import { createIntegration } from "../integration.ts";
import { fileStore } from "../node/file-store.ts";
import { API_TOKEN, AUTH_ID, PROXY_SECRET, SERVICE_ID } from "./fake-hub.ts";

const { BLINK = "", ISSUER = "", STORE, USER = "" } = process.env;

const integration = createIntegration({
  hub: BLINK,
  mode: "blink",
  serviceId: SERVICE_ID,
  authId: AUTH_ID,
  proxySecret: PROXY_SECRET,
  apiToken: API_TOKEN,
  connectBase: "http://localhost:4001",
  name: "Acme Desk",
  auth: oauth2({ issuer: ISSUER, clientId: "desk", scopes: ["openid", "offline_access"] }),
  actions: [
    action("POST", "/tickets", z.object({}), async ({ fetch }) => {
      const answer = await fetch(`${ISSUER}/api/tickets`, { method: "POST" });
      return new Response(null, { status: answer.status });
    }),
  ],
  log: () => {},
  ...(STORE ? { store: fileStore(STORE) } : {}),
});

const headers = { [HEADERS.userId]: USER, [HEADERS.proxySecret]: PROXY_SECRET };
console.log("ready");
await once(process.stdin, "data");
const answer = await integration.fetch(new Request("http://localhost:4001/tickets", { method: "POST", headers }));
console.log(answer.status);
process.exit(0);
