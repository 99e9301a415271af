import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { toNodeListener } from "@joinery/sdk/node";
import {
  API_TOKEN,
  AUTH_ID,
  createFakeHub,
  PROXY_SECRET,
  SERVICE_ID,
} from "../../../packages/sdk/src/testing/fake-hub.ts";

export const ADA = "u-00000000-0000-4000-8000-00000000000a";

/** The hub of the SDK's own tests, listening on loopback: enough for a connect from its beginning to its end. */
export async function startSmallHub() {
  const hub = await createFakeHub(() => new Date());
  const server = createServer(toNodeListener({ fetch: hub.handle }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    flows: hub.flows,
    accounts: hub.accounts,
    settings: { hub: url, serviceId: SERVICE_ID, authId: AUTH_ID, proxySecret: PROXY_SECRET, apiToken: API_TOKEN },
    /** Somebody presses Connect: the request that reaches the integration, and its flow. */
    async press(base: string) {
      const flow = hub.startFlow(ADA);
      const path = `/auth/${AUTH_ID}`;
      const request = await hub.sign({ base, method: "POST", path, user: ADA, flow, claims: { iss: url } });
      return { flow, request };
    },
    verify: hub.verify,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
