import { expect, test } from "vitest";
import { ISSUER } from "../testing/fake-service.ts";
import { ADA, startWorld } from "../testing/world.ts";

test("a new token without a known end does not inherit the end of the former one", async () => {
  const world = await startWorld();
  const former = { ...world.service.issue(), external_subject: `${ISSUER} subject-1`, expiry: "2020-01-01T00:00:00Z" };
  const { linked_account_id: id } = world.hub.addAccount(ADA, former);
  const { browser, authorizationUrl, callback } = await world.goToService();
  const nonce = new URL(authorizationUrl).searchParams.get("nonce");
  const { expires_in: _, ...endless } = world.service.issue();
  const granted = { ...endless, id_token: await world.service.idToken({ nonce }) };
  world.service.faults.set("/token", () => Response.json(granted));

  await browser.open(callback);

  expect([...world.hub.accounts.keys()]).toEqual([id]);
  expect(world.hub.accounts.get(id)).toMatchObject({ access_token: granted.access_token, expiry: null });
});
