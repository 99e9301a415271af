import { expect, test } from "vitest";
import { startHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire } from "../testing/wire.ts";

const base = (integration: TestIntegration) => `/connector/${integration.service_id}`;
const codeIn = (reply: { body: string }) => JSON.parse(reply.body).code;

const PAGES: [string, number, [string, string][]][] = [
  ["no word on where it comes from", 403, []],
  ["the hub's own page", 200, [["Sec-Fetch-Site", "same-origin"]]],
  ["an Origin of the hub's", 200, [["Origin", "http://127.0.0.1:4000"]]],
  ["another site", 403, [["Sec-Fetch-Site", "cross-site"]]],
  ["another host of the same site", 403, [["Sec-Fetch-Site", "same-site"]]],
  ["the address bar", 403, [["Sec-Fetch-Site", "none"]]],
  ["another Origin", 403, [["Origin", "http://localhost:4000"]]],
  ["another port", 403, [["Origin", "http://127.0.0.1:4001"]]],
  ["an opaque Origin", 403, [["Origin", "null"]]],
  [
    "an Origin of the hub's from another site",
    403,
    [
      ["Origin", "http://127.0.0.1:4000"],
      ["Sec-Fetch-Site", "cross-site"],
    ],
  ],
  [
    "another Origin that claims to be same-origin",
    403,
    [
      ["Origin", "https://evil.example"],
      ["Sec-Fetch-Site", "same-origin"],
    ],
  ],
  [
    "two Origins",
    403,
    [
      ["Origin", "http://127.0.0.1:4000"],
      ["Origin", "https://evil.example"],
    ],
  ],
  [
    "two words on the site",
    403,
    [
      ["Sec-Fetch-Site", "same-origin"],
      ["Sec-Fetch-Site", "cross-site"],
    ],
  ],
];

test.each(PAGES)("a request with %s: %i, for GET as for POST", async (_name, status, headers) => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const cookie: [string, string] = ["Cookie", await hub.cookieOf("bob")];
  for (const method of ["GET", "POST", "DELETE"]) {
    const reply = await wire.send({ method, target: `${base(desk)}/tickets`, headers: [cookie, ...headers] });
    expect(reply.status).toBe(status);
  }
  expect(desk.server.received).toHaveLength(status === 200 ? 3 : 0);
});

test("another host name, or nobody signed in, reaches nothing", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const target = `${base(desk)}/tickets`;
  const rebound = await wire.sendAs("bob", { target, headers: [["Host", "evil.example:4000"]] });
  expect([rebound.status, codeIn(rebound)]).toEqual([421, "MISDIRECTED"]);
  const nobody = await wire.send({ target, headers: [["Sec-Fetch-Site", "same-origin"]] });
  expect([nobody.status, codeIn(nobody)]).toEqual([401, "SIGN_IN_REQUIRED"]);
  expect(desk.server.received).toEqual([]);
});
