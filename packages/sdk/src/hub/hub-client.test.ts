import { expect, test } from "vitest";
import { fakeClock } from "../testing/fake-clock.ts";
import { API_TOKEN, createFakeHub, HUB } from "../testing/fake-hub.ts";
import { ADA } from "../testing/world.ts";
import { createHubClient } from "./hub-client.ts";
import { HubRefusal, HubUnreachable } from "./hub-errors.ts";

async function startHub(apiToken = API_TOKEN) {
  const clock = fakeClock();
  const fake = await createFakeHub(clock.now);
  const hub = createHubClient({
    hub: `${HUB}/`,
    apiToken,
    clock,
    fetch: (input, init) => fake.handle(new Request(input, init)),
  });
  return { clock, fake, hub };
}

/** A client of a hub that always answers the same. */
function clientOf(answer: () => Response) {
  const clock = fakeClock();
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    return answer();
  };
  return { clock, hub: createHubClient({ hub: HUB, apiToken: API_TOKEN, clock, fetch }), asked: () => asked };
}

test("a wrong token is refused with the hub's code, status and request id", async () => {
  const { hub } = await startHub("wrong");

  const refused = hub.listUsers();

  await expect(refused).rejects.toMatchObject({
    name: "HubRefusal",
    code: "UNAUTHENTICATED",
    status: 401,
    requestId: "hub-request-1",
  });
});

test("users are listed page by page and found by id", async () => {
  const { hub } = await startHub();

  expect(await hub.listUsers()).toHaveLength(1);
  expect(await hub.listUsers(2)).toEqual([]);
  expect(await hub.findUser(ADA)).toMatchObject({ display_name: "Ada Lovelace" });
  expect(await hub.findUserByEmployeeId("7")).toMatchObject({ id: ADA });
});

test("a version that is out of date changes nothing", async () => {
  const { hub, fake } = await startHub();
  const { linked_account_id: id } = fake.addAccount(ADA, {});

  await hub.updateLinkedAccount(ADA, id, { display_name: "One" }, { ifVersion: 1 });
  const late = hub.updateLinkedAccount(ADA, id, { display_name: "Two" }, { ifVersion: 1 });

  await expect(late).rejects.toMatchObject({ code: "VERSION_MISMATCH" });
  expect((await hub.getLinkedAccount(ADA, id)).display_name).toBe("One");
});

test("a hub that is out of reach is asked four times at most, with growing pauses", async () => {
  const { hub, clock, asked } = clientOf(() => new Response("bad gateway", { status: 502 }));

  await expect(hub.listUsers()).rejects.toBeInstanceOf(HubUnreachable);

  expect(asked()).toBe(4);
  expect(clock.slept).toEqual([200, 800, 2_000]);
});

test("a save without an idempotency key is tried once", async () => {
  const { hub, asked } = clientOf(() => new Response("bad gateway", { status: 502 }));

  await expect(hub.addLinkedAccount(ADA, { auth_id: "t-1", external_account_id: "ada" })).rejects.toThrow();

  expect(asked()).toBe(1);
});

test("Retry-After is honoured while anybody would wait for it; a longer one is handed to the caller", async () => {
  const limited = (seconds: string) => () =>
    Response.json(
      { code: "RATE_LIMITED", message: "Later.", request_id: "r" },
      { status: 429, headers: { "retry-after": seconds } },
    );
  const [short, long] = [clientOf(limited("3")), clientOf(limited("60"))];

  await expect(short.hub.listUsers()).rejects.toBeInstanceOf(HubRefusal);
  await expect(long.hub.listUsers()).rejects.toMatchObject({ retryAfterSeconds: 60 });

  expect(short.clock.slept).toEqual([3_000, 3_000, 3_000]);
  expect(long.asked()).toBe(1);
});

test.each([
  ["HTML", () => new Response("<html>sign in</html>", { headers: { "content-type": "text/html" } })],
  ["a redirect", () => new Response(null, { status: 302, headers: { location: "https://elsewhere.example" } })],
  ["other data", () => Response.json({ code: "OK", message: "OK", data: [{ id: 7 }] })],
  ["5 MB", () => new Response("x".repeat(5_000_000))],
])("an answer that is %s is not taken for a user list", async (_name, answer) => {
  await expect(clientOf(answer).hub.listUsers()).rejects.toBeInstanceOf(HubUnreachable);
});

test("a hub that is slow to fail is not asked again after ten seconds", async () => {
  const clock = fakeClock();
  let asked = 0;
  const fetch = async () => {
    asked += 1;
    clock.advance(9);
    throw new TypeError("fetch failed");
  };

  await expect(createHubClient({ hub: HUB, apiToken: API_TOKEN, clock, fetch }).listUsers()).rejects.toThrow();

  expect(asked).toBe(2);
});
