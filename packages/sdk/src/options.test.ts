import { expect, test } from "vitest";
import { apiKey } from "./external/credentials.ts";
import { oauth2 } from "./external/oauth2.ts";
import { readHubSettings } from "./hub-settings.ts";
import type { IntegrationOptions } from "./options.ts";
import { startWorld } from "./testing/world.ts";

/** What `process.env.NAME!` gives when nobody has set it. */
const unset = undefined as unknown as string;

test("all faults of the options are named at once, and never a value", async () => {
  const started = startWorld({
    hub: "http://hub.example",
    connectBase: "ftp://canary.example",
    apiOrigins: ["http://canary.example"],
    apiToken: "",
    proxyPath: "canary",
  });

  const fault = await started.then(
    () => "",
    (error: Error) => error.message,
  );

  expect(fault).toMatch(/hub must be.*connectBase must be.*apiOrigins must be.*apiToken is missing.*proxyPath must/);
  expect(fault).not.toContain("canary");
});

test.each<[string, Partial<IntegrationOptions>]>([
  ["cookieSecret must have", { cookieSecret: "" }],
  ["cookieSecret must have", { cookieSecret: "guessable" }],
  ["proxySecret is missing", { proxySecret: ["canary-canary-canary", unset] }],
  ["proxySecret is missing", { proxySecret: unset }],
  ["proxySecret is missing", { proxySecret: [] as unknown as string }],
  ["apiToken is missing", { apiToken: unset }],
  ["serviceId is missing", { serviceId: unset }],
  ["proxyPath must not begin with /connect", { proxyPath: "/connect" }],
])("what would leave the door open is a fault: %s", async (fault, changes) => {
  await expect(startWorld(changes)).rejects.toThrow(new RegExp(`^createIntegration: ${fault}[^;]*$`));
});

test("without discovery an id token can be believed only with the address of the keys that sign it", async () => {
  const [authorization, token] = ["https://login.acme.example/authorize", "https://login.acme.example/token"];
  const using = (endpoints: { authorization: string; token: string; jwks?: string }) =>
    startWorld({
      auth: oauth2({ issuer: "https://login.acme.example", endpoints, clientId: "desk", scopes: ["openid"] }),
    });

  await expect(using({ authorization, token })).rejects.toThrow("auth.endpoints.jwks is missing");
  await expect(using({ authorization, token, jwks: "https://login.acme.example/jwks" })).resolves.toBeDefined();
});

test("plain http is accepted on this machine only", async () => {
  await expect(
    startWorld({ hub: "http://127.0.0.1:4000", connectBase: "http://localhost:4001" }),
  ).resolves.toBeDefined();
  await expect(startWorld({ connectBase: "http://localhost.evil.example" })).rejects.toThrow(TypeError);
});

test("missing environment variables are named at once", () => {
  expect(() => readHubSettings({ JOINERY_HUB: "https://hub.example", JOINERY_API_TOKEN: "" })).toThrow(
    /JOINERY_SERVICE_ID, JOINERY_AUTH_ID, JOINERY_PROXY_SECRET, JOINERY_API_TOKEN, JOINERY_CONNECT_BASE/,
  );
});

test("the mode is read from the environment, and one that nobody knows is named as a fault", () => {
  const env = Object.fromEntries(
    ["HUB", "SERVICE_ID", "AUTH_ID", "PROXY_SECRET", "API_TOKEN", "CONNECT_BASE"].map((name) => [
      `JOINERY_${name}`,
      "x",
    ]),
  );

  expect(readHubSettings({ ...env, JOINERY_MODE: "blink" }).mode).toBe("blink");
  expect(readHubSettings({ ...env, JOINERY_MODE: "" })).not.toHaveProperty("mode");
  expect(() => readHubSettings({ ...env, JOINERY_MODE: "canary" })).toThrow(/^JOINERY_MODE must be "hub" or "blink"/);
});

test("faults of the Blink options are named with all others", async () => {
  const started = startWorld({ apiToken: "", blink: { paths: { linkedAccount: "canary" } } });

  await expect(started).rejects.toThrow(
    /apiToken is missing; blink.paths must begin with a slash; blink.paths.linkedAccount must contain/,
  );
});

test("oauth2 refuses parameters that would undo a check, and a service that names nobody", () => {
  const options = { issuer: "https://x.example", clientId: "x", scopes: ["openid"] };

  expect(() => oauth2({ ...options, authorizationParameters: { state: "fixed" } })).toThrow(/state/);
  expect(() => oauth2({ ...options, scopes: ["repo"] })).toThrow(/identify/);
});

test("a place for the customer's part without the question for it is named, whatever the way to log in", async () => {
  const verify = async () => undefined;
  const auth = apiKey({ apiOrigins: ["https://{site}.acme.example"], verify });

  await expect(startWorld({ auth })).rejects.toThrow("auth.site is missing");
});
