import type { EventEndpointsView } from "@joinery/contract/pages";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { auditOf } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { faultsOfEndpoint } from "./endpoint-address.ts";
import { publishFor, startReceiver, verified } from "./receiver.fixture.ts";

const PATH = "/api/admin/events/endpoints";

test("the secret of an endpoint is shown once, and sealed in the database", async () => {
  await using hub = await startHub();
  const body = { url: "https://receiver.example/hook", description: "Ticket system", types: ["account.linked"] };

  const made = await hub.as("ada").post(PATH, body);
  const { endpoint, secret } = await dataOf<{ endpoint: { endpoint_id: string }; secret: string }>(made);

  expect(made.status).toBe(201);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const list = await (await hub.as("ada").get(PATH)).text();
  expect(list).toContain(endpoint.endpoint_id);
  expect(list).not.toContain("whsec_");
  const [row] = await hub.hub.context.db.selectFrom("event_endpoints").selectAll().execute();
  expect(JSON.stringify(row)).not.toContain(secret.slice("whsec_".length));
  expect(await auditOf(hub, "event_endpoint.registered")).toMatchObject([
    { detail: { endpoint: endpoint.endpoint_id } },
  ]);
});

test("only what is given changes", async () => {
  await using hub = await startHub();
  await hub.as("ada").post(PATH, { url: "https://receiver.example/hook", types: ["account.linked"] });
  const { endpoints } = await dataOf<EventEndpointsView>(await hub.as("ada").get(PATH));
  const path = `${PATH}/${endpoints[0]?.endpoint_id}`;

  const changed = await dataOf(await hub.as("ada").patch(path, { description: "Tickets" }));

  expect(changed).toEqual({ ...endpoints[0], description: "Tickets" });
});

const PRODUCTION = { development: false };
const private10 = { url: "https://10.1.2.3/hook", networks: ["10.0.0.0/8"] };

test.each([
  ["https://receiver.example/hook?key=1", []],
  ["http://receiver.example/hook", ["must be https"]],
  ["http://127.0.0.1/hook", ["must be https", "must not be a private address, unless its network is allowed"]],
  ["https://user:pass@receiver.example/", ["must not contain credentials"]],
  ["https://receiver.example/#x", ["must not have a fragment"]],
  ["https://169.254.169.254/latest", ["must not be a private address, unless its network is allowed"]],
  ["https://[::1]/", ["must not be a private address, unless its network is allowed"]],
  ["https://0x7f000001/", ["must not be a private address, unless its network is allowed"]],
  ["https://10.1.2.3/hook", ["must not be a private address, unless its network is allowed"]],
])("SSRF by endpoint URL: %s is judged when it is entered", (url, expected) => {
  expect(faultsOfEndpoint({ url, networks: [] }, PRODUCTION).map(({ message }) => message)).toEqual(expected);
});

test("a private address is taken when its network is named, metadata never", () => {
  expect(faultsOfEndpoint(private10, PRODUCTION)).toEqual([]);
  expect(faultsOfEndpoint({ url: "https://169.254.169.254/", networks: ["169.254.0.0/16"] }, PRODUCTION)).toHaveLength(
    1,
  );
});

test("an endpoint can't be moved to where it could not have been registered", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);

  const reply = await hub.as("ada").patch(`${PATH}/${receiver.endpointId}`, { url: "https://10.1.2.3/" });

  expect(await reply.json()).toMatchObject({ code: "BAD_REQUEST", errors: [{ path: "url" }] });
});

test("replay by a third party: what was overheard is refused once it is old, and with any change at once", async () => {
  await using hub = await startHub();
  hub.advance(-600);
  await using receiver = await startReceiver(hub);
  await publishFor(hub, "k-1");
  await hub.work();
  const [overheard] = receiver.server.received;
  const headers = overheard?.headers as Record<string, string>;

  expect(() => verified(overheard, receiver.secret)).toThrow("Message timestamp too old");

  const now = String(Math.floor(Date.now() / 1_000));
  const replayed = { ...headers, "webhook-timestamp": now };
  expect(() => new Webhook(receiver.secret).verify(overheard?.body ?? "", replayed)).toThrow("No matching signature");
});
