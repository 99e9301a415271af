import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { HUB } from "../testing/fake-hub.ts";
import { CLIENT_SECRET, createFakeService } from "../testing/fake-service.ts";
import { DESK, startWorld } from "../testing/world.ts";
import { createExternalService } from "./external-service.ts";
import { oauth2 } from "./oauth2.ts";

test("a service with an endpoint on plain http is not used", async () => {
  const world = await startWorld();
  world.service.metadata.token_endpoint = "http://login.acme.example/token";
  const browser = world.newBrowser();
  const flow = world.hub.startFlow("u-ada");
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  expect(await browser.locationOf(finish)).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "external_service_failed" });
});

test("the keys of a service are asked for once, and an id token that none of them has signed is not believed", async () => {
  const world = await startWorld();
  for (const user of ["u-ada", "u-eve"]) {
    const { browser, callback } = await world.goToService(world.newBrowser(), user);
    await browser.open(callback);
  }
  expect(world.hub.accounts.size).toBe(2);
  expect(world.service.ledger.keyRequests).toBe(1);

  const stranger = await createFakeService();
  const { browser, flow, authorizationUrl, callback } = await world.goToService(world.newBrowser(), "u-bob");
  const nonce = new URL(authorizationUrl).searchParams.get("nonce");
  const granted = { ...world.service.issue(), id_token: await stranger.idToken({ nonce }) };
  world.service.faults.set("/token", () => Response.json(granted));
  await browser.open(callback);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
  expect(world.service.ledger.revoked).toEqual([granted.refresh_token, granted.access_token]);
});

test.each([
  ["nothing", undefined, false],
  ["both", ["client_secret_post", "client_secret_basic"], false],
  ["the form only", ["client_secret_post"], true],
])("a service that announces %s for its clients gets the secret as it wants it", async (_name, methods, inForm) => {
  const world = await startWorld();
  world.service.metadata.token_endpoint_auth_methods_supported = methods;
  const { browser, callback } = await world.goToService();

  await browser.open(callback);

  expect(world.service.ledger.tokenRequests[0]?.get("client_secret") === CLIENT_SECRET).toBe(inForm);
  expect(world.hub.accounts.size).toBe(1);
});

test("a service that pretends to be another issuer is not used", async () => {
  const world = await startWorld();
  world.service.metadata.issuer = "https://other.example";
  const browser = world.newBrowser();
  const flow = world.hub.startFlow("u-ada");
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  expect(await browser.locationOf(finish)).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "external_service_failed" });
});

test("a service on this machine may use plain http, but not send secrets elsewhere over it", async () => {
  const issuer = "http://localhost:9";
  const auth = oauth2({ issuer, clientId: "desk", clientSecret: CLIENT_SECRET, scopes: ["openid"] });
  const asked: string[] = [];
  const fetch = async (input: unknown) => {
    asked.push(String(input));
    return Response.json({ issuer, token_endpoint: "http://evil.example/token" });
  };
  const service = createExternalService(auth, {
    fetch,
    clock: fakeClock(),
    redirectUri: `${DESK}/connect/callback`,
    apiOrigins: undefined,
  });

  await expect(service.refresh("canary", null)).rejects.toThrow();

  expect(asked).toEqual([`${issuer}/.well-known/openid-configuration`]);
});
