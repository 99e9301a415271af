import { createIntegration, oauth2 } from "../../packages/sdk/src/index.ts";
import { serve } from "../../packages/sdk/src/node.ts";
import { announce, readSettings } from "../world/settings.ts";

/** An integration as its author writes it. */
const settings = readSettings<{
  hub: string;
  serviceId: string;
  authId: string;
  proxySecret: string;
  apiToken: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  port: number;
}>();
const { issuer, clientId, clientSecret, port, ...hub } = settings;
const integration = createIntegration({
  ...hub,
  connectBase: `http://localhost:${port}`,
  name: "Acme Desk",
  auth: oauth2({ issuer, clientId, clientSecret, scopes: ["openid", "profile", "offline_access"] }),
});
await serve(integration, { port, host: "localhost" });
announce(port);
