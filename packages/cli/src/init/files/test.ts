import type { Plan } from "../plan.ts";

/** Tests that show how more are written. */
export function integrationTest(_plan: Plan): string {
  return `import assert from "node:assert/strict";
import { test } from "node:test";
import { createMyIntegration } from "./integration.ts";

const integration = createMyIntegration({
  JOINERY_HUB: "http://127.0.0.1:4000",
  JOINERY_SERVICE_ID: "l-test",
  JOINERY_AUTH_ID: "t-test",
  JOINERY_PROXY_SECRET: "a secret for tests",
  JOINERY_API_TOKEN: "a token for tests",
  JOINERY_CONNECT_BASE: "http://localhost:4001",
  OAUTH_ISSUER: "http://localhost:4003",
  OAUTH_CLIENT_ID: "test",
});

test("nobody gets in without the proxy secret", async () => {
  const request = new Request("http://localhost/auth/t-test", { method: "POST" });
  const response = await integration.fetch(request);
  assert.equal(response.status, 401);
});
`;
}
