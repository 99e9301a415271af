import { expect, test } from "vitest";
import { startApp } from "./app.fixture.ts";
import type { CarriedOut } from "./around-token-requests.ts";

test("a token request can be held, and is carried out when the test says so", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");
  const [held, arrived] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const outcomes: CarriedOut[] = [];
  app.acme.aroundTokenRequests(async (_request, carryOut) => {
    arrived.resolve(undefined);
    await held.promise;
    outcomes.push(await carryOut());
    return "answer";
  });

  const exchange = app.exchange(callback);
  await arrived.promise;
  expect(app.acme.liveGrants("john.doe")).toBe(0);
  held.resolve(undefined);

  expect((await exchange).access_token).toEqual(expect.any(String));
  expect(outcomes).toMatchObject([{ status: 200, grantType: "authorization_code", account: "john.doe" }]);
});

test.each([["break" as const], [502]])(
  "%s after it was carried out: the grant is there, the answer is not",
  async (read) => {
    await using app = await startApp();
    const callback = await app.consent("john.doe");
    app.acme.aroundTokenRequests(async (_request, carryOut) => {
      await carryOut();
      return read;
    });

    await expect(app.exchange(callback)).rejects.toThrow();

    expect(app.acme.liveGrants("john.doe")).toBe(1);
  },
);

test.each([["break" as const], [500]])(
  "%s before it was carried out: there is no grant, and nobody stands there any more",
  async (read) => {
    await using app = await startApp();
    const callback = await app.consent("john.doe");
    app.acme.aroundTokenRequests(async () => read);

    await expect(app.exchange(callback)).rejects.toThrow();
    expect(app.acme.liveGrants("john.doe")).toBe(0);

    app.acme.aroundTokenRequests(undefined);
    await app.exchange(callback);
    expect(app.acme.liveGrants("john.doe")).toBe(1);
  },
);
