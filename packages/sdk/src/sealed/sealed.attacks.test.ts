import { expect, test } from "vitest";
import { ISSUER } from "../testing/fake-service.ts";
import { EVERYWHERE } from "../testing/places.ts";
import { KEYS, sealTokens } from "../testing/sealed-tokens.ts";
import { ADA, EVE } from "../testing/world.ts";

/** What somebody can do who stores the tokens, and wants to use them or to have others used. */

const TICKETS = `${ISSUER}/api/tickets`;
const SEALED = { sealed: { keys: [KEYS.current] } } as const;
const REFUSED = { code: "NEEDS_RECONNECT" };

for (const [place, start] of EVERYWHERE) {
  const startWith = async (
    stored: (world: Awaited<ReturnType<typeof start>>) => Promise<object>,
    { user = EVE, options = SEALED as object } = {},
  ) => {
    const world = await start(options);
    const id = world.add(user, await stored(world));
    const why = () =>
      world.log.filter(({ event }) => event === "sealed_token_unreadable").map(({ fields }) => fields.why);
    return { ...world, id, why };
  };

  test(`swapped-account, ${place}: Ada's sealed tokens in Eve's account open nothing for Eve`, async () => {
    const world = await startWith(({ service }) => sealTokens(service.issue(), { userId: ADA }));

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);
    const [account] = await world.integration.accounts(EVE);
    await expect(account?.fetch(TICKETS)).rejects.toMatchObject(REFUSED);

    expect(world.why()).toEqual(["not_ours"]);
    expect(world.service.ledger).toMatchObject({ apiCalls: 0, tokenRequests: [] });
  });

  test(`swapped-service, ${place}: tokens that another integration sealed with the same key open nothing here`, async () => {
    const world = await startWith(({ service }) =>
      sealTokens(service.issue(), { userId: EVE, serviceId: "l-00000000-0000-4000-8000-00000000000f" }),
    );

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);
    expect(world.why()).toEqual(["not_ours"]);
  });

  test(`swapped-field, ${place}: a sealed refresh token is not sent to the API as an access token`, async () => {
    const world = await startWith(async ({ service }) => {
      const { access_token, refresh_token } = await sealTokens(service.issue(), { userId: EVE });
      return { access_token: refresh_token, refresh_token: access_token };
    });

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);

    expect(world.why()).toEqual(["not_ours"]);
    expect(world.service.ledger).toMatchObject({ apiCalls: 0, tokenRequests: [] });
  });

  test(`unsealed-injection, ${place}: a token that was not sealed is used for nothing`, async () => {
    const world = await startWith(async ({ service: { issue } }) => {
      const { access_token, refresh_token } = issue();
      return { access_token, refresh_token };
    });

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);

    expect(world.why()).toEqual(["unsealed"]);
    expect(world.service.ledger).toMatchObject({ apiCalls: 0, tokenRequests: [] });
  });

  test(`unsealed-injection, ${place}: one beside a sealed one is used for nothing either`, async () => {
    const world = await startWith(async ({ service: { issue } }) => {
      const { refresh_token } = await sealTokens(issue(), { userId: EVE });
      return { access_token: issue().access_token, refresh_token };
    });

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);
    expect(world.service.ledger.apiCalls).toBe(0);
  });

  test(`unsealed-injection, ${place}: while it is accepted, for moving in, it works and only then`, async () => {
    const options = { sealed: { keys: [KEYS.current], acceptUnsealed: true } };
    const stored = async ({ service: { issue } }: { service: { issue: () => object } }) => {
      const { access_token, refresh_token } = issue() as Record<string, string>;
      return { access_token, refresh_token };
    };
    const world = await startWith(stored, { options });

    const answer = await (await world.integration.account({ userId: EVE })).fetch(TICKETS);

    expect([answer.status, world.why()]).toEqual([201, []]);
  });

  test(`old-key-forever, ${place}: a key that is no longer listed opens nothing, also where unsealed tokens are accepted`, async () => {
    for (const acceptUnsealed of [false, true]) {
      const options = { sealed: { keys: [KEYS.current], acceptUnsealed } };
      const world = await startWith(({ service }) => sealTokens(service.issue(), { userId: EVE, key: KEYS.former }), {
        options,
      });

      await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);
      expect(world.why()).toEqual(["unknown_key"]);
    }
  });

  test.each([
    ["another key's name", ([, ...rest]: string[]) => [encode({ kid: "other" }), ...rest]],
    ["no encryption named", ([, ...rest]: string[]) => [encode({ enc: undefined }), ...rest]],
    [
      "another algorithm",
      ([, ...rest]: string[]) => [encode({ alg: "PBES2-HS256+A128KW", p2c: 1e9, p2s: "AA" }), ...rest],
    ],
    ["a flipped bit", (parts: string[]) => [...parts.slice(0, 3), flip(parts[3] ?? ""), ...parts.slice(4)]],
    ["another tag", (parts: string[]) => [...parts.slice(0, 4), flip(parts[4] ?? "")]],
    ["a header that is no JSON", ([, ...rest]: string[]) => ["eyJ", ...rest]],
    ["nothing but dots", () => ["", "", "", "", ""]],
  ])(`changed-text, ${place}: a sealed token with %s opens nothing`, async (_name, change) => {
    const world = await startWith(async ({ service }) => {
      const { access_token, refresh_token } = await sealTokens(service.issue(), { userId: EVE });
      const [header = ""] = access_token.split(".");
      original = JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/")));
      return { access_token: change(access_token.split(".")).join("."), refresh_token };
    });

    await expect(world.integration.account({ userId: EVE })).rejects.toMatchObject(REFUSED);

    expect(world.why()).toHaveLength(1);
    expect(JSON.stringify(world.log)).not.toContain("canary-token");
  });
}

let original: object = {};

function encode(changes: object): string {
  return btoa(JSON.stringify({ ...original, ...changes })).replaceAll("=", "");
}

function flip(text: string): string {
  return (text.startsWith("A") ? "B" : "A") + text.slice(1);
}
