import { expect, test } from "vitest";
import { startHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire } from "../testing/wire.ts";

const base = (integration: TestIntegration) => `/connector/${integration.service_id}`;
const RESERVED = [
  "/auth",
  "/auth/",
  "/AUTH/x",
  "/%61uth/x",
  "/%2561uth/x",
  "/aut%48/x",
  "//auth/x",
  "/auth//x",
  "/auth;v=1/x",
  "/auth%2fx",
  "/auth%5cx",
  "/auth\\x",
  "/./auth/x",
  "/x/../auth/y",
  "/x/%2e%2e/auth/y",
  "/x/%252e%252e/auth/y",
  "/x/..%2fauth/y",
  "/..",
  "/%2e%2e/secret",
  "/auth./x",
  "/auth%20/x",
  "/%00/x",
  "/linked-accounts",
  "/linked-accounts/",
  "/Linked-Accounts/k-1",
  "/linked%2daccounts/k-1",
  "/linked%252Daccounts/k-1",
  "/linked-accounts/k-1/more",
  "/linked-accounts%2fk-1",
  "/%EF%BD%8Cinked-accounts/k-1",
];

test.each(RESERVED)("%s is reserved or no path, whatever the method", async (path) => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const reply = await wire.sendAs("bob", { method, target: base(desk) + path });
    expect([400, 404]).toContain(reply.status);
  }
  expect(desk.server.received).toEqual([]);
});

test("the two named calls answer to their own method only", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const before = desk.server.received.length;
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const target = `${base(desk)}/auth/${desk.auth_id}`;
    expect((await wire.sendAs("bob", { method, target })).status).toBe(404);
  }
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS"]) {
    const target = `${base(desk)}/linked-accounts/${account}`;
    expect((await wire.sendAs("bob", { method, target })).status).toBe(404);
  }
  expect(desk.server.received).toHaveLength(before);
});

test("a path that leaves the connector, or names another integration on the way, reaches nothing", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const targets = [
    `${base(desk)}/../${other.service_id}/tickets`,
    `${base(desk)}/%2e%2e/${other.service_id}/tickets`,
    `/x/../connector/${desk.service_id}/tickets`,
    `/connector/%6c${desk.service_id.slice(1)}/tickets`,
    `/connector/${desk.service_id}%2ftickets`,
    `//connector/${desk.service_id}/tickets`,
    `/Connector/${desk.service_id}/tickets`,
  ];
  for (const target of targets) {
    expect([400, 404]).toContain((await wire.sendAs("bob", { target })).status);
  }
  expect([...desk.server.received, ...other.server.received]).toEqual([]);
  const absolute = await wire.sendAs("bob", { target: `http://127.0.0.1:4000${base(desk)}/tickets` });
  expect(absolute.status).toBe(200);
});
