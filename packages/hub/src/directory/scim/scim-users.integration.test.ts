import type { OffboardingRow, PageOf } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { codeOf } from "../../testing/look-inside.ts";
import { dataOf, startHub } from "../../testing/start-hub.ts";
import { ENTRA, OKTA } from "./directories.fixture.ts";
import { ENTERPRISE_SCHEMA } from "./names.ts";
import { byUserName, connectDirectory } from "./scim-client.fixture.ts";

test("Entra ID finds nobody, creates somebody, and finds them whatever the case", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  expect((await byUserName(directory, "grace@engines.example")).body.totalResults).toBe(0);

  const created = await directory("POST", "/Users", ENTRA.create("grace@engines.example"));

  expect(created.status).toBe(201);
  expect(created.headers.get("content-type")).toBe("application/scim+json");
  expect(created.headers.get("location")).toBe(created.body.meta.location);
  expect(created.body).toMatchObject({
    externalId: "entra-grace@engines.example",
    active: true,
    name: { givenName: "Grace", familyName: "Hopper" },
    emails: [{ value: "grace@engines.example", type: "work", primary: true }],
    [ENTERPRISE_SCHEMA]: { employeeNumber: "n-grace@engines.example", department: "Compilers" },
  });
  const found = await byUserName(directory, "GRACE@Engines.example");
  expect(found.body).toMatchObject({ totalResults: 1, Resources: [{ id: created.body.id }] });
  const people = await hub.as("ada").get(`/api/admin/people/${created.body.id}`);
  expect(await dataOf(people)).toMatchObject({
    person: { display_name: "Grace Hopper", initials: "GH", role: "member", active: true },
  });
});

test("the same create twice is refused as not unique", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  await directory("POST", "/Users", ENTRA.create("grace@engines.example"));
  const again = await directory("POST", "/Users", ENTRA.create("Grace@engines.example"));
  expect([again.status, again.body.scimType, again.body.status]).toEqual([409, "uniqueness", "409"]);
});

test("twenty creates of one person at the same moment make one person", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const replies = await Promise.all(
    Array.from({ length: 20 }, () => directory("POST", "/Users", OKTA.create("kate@engines.example"))),
  );
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(replies.filter(({ status }) => status === 409)).toHaveLength(19);
});

test("Entra ID changes somebody: capitalised operations, paths with filters and schemas, attributes that nobody keeps", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { id } = (await directory("POST", "/Users", ENTRA.create("grace@engines.example"))).body;

  const changed = await directory("PATCH", `/Users/${id}`, ENTRA.change("admiral@engines.example"));
  expect(changed.status).toBe(200);
  expect(changed.body).toMatchObject({
    displayName: "Admiral Hopper",
    name: { givenName: "Grace", familyName: "Murray Hopper" },
    emails: [{ value: "admiral@engines.example" }],
    [ENTERPRISE_SCHEMA]: { employeeNumber: "4711", department: "Compilers" },
  });

  const atOnce = await directory("PATCH", `/Users/${id}`, ENTRA.changeAtOnce);
  expect(atOnce.body).toMatchObject({
    displayName: "Commodore Hopper",
    name: { givenName: "Grace B.", familyName: "Murray Hopper" },
    emails: [{ value: "commodore@engines.example" }],
    [ENTERPRISE_SCHEMA]: { department: "Languages" },
  });

  const managed = await directory("PATCH", `/Users/${id}`, ENTRA.manager(hub.users.ada));
  expect(managed.body[ENTERPRISE_SCHEMA]).toMatchObject({ manager: { value: hub.users.ada } });
  expect((await directory("PATCH", `/Users/${id}`, ENTRA.removeTitle)).body.title).toBeUndefined();
});

test.each([
  ["Entra ID", "PATCH", () => ENTRA.deactivate],
  ["Entra ID as it once was", "PATCH", () => ENTRA.deactivateWrapped],
  ["Okta", "PATCH", () => OKTA.deactivate],
  ["Okta with the whole person", "PUT", (id: string) => OKTA.put(id, "bob@engines.example", false)],
])("%s deactivates somebody: they are offboarded", async (_who, method, bodyOf) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const directory = await connectDirectory(hub);
  const { id } = (await byUserName(directory, "bob@engines.example")).body.Resources[0] ?? { id: "" };
  expect(id).toBe(hub.users.bob);

  const reply = await directory(method, `/Users/${id}`, bodyOf(id));

  expect([reply.status, reply.body.active]).toEqual([200, false]);
  expect((await hub.as("bob").get("/api/me")).status).toBe(401);
  const read = await desk.api.get(`/v2/user/${id}/linked-accounts/${account}`);
  expect(await codeOf(read)).toBe("LINKED_ACCOUNT_NOT_FOUND");
  const list = await dataOf<PageOf<OffboardingRow>>(await hub.as("ada").get("/api/admin/offboardings"));
  expect(list.rows).toMatchObject([{ source: "scim", accounts: 1, open: 0 }]);
  expect((await byUserName(directory, "bob@engines.example")).body.Resources).toMatchObject([{ active: false }]);
});

test.each([
  ["Entra ID", "PATCH", () => ENTRA.activate],
  ["Okta", "PATCH", () => OKTA.activate],
  ["Okta with the whole person", "PUT", (id: string) => OKTA.put(id, "bob@engines.example", true)],
])("%s lets somebody come back, with nothing of what they had", async (_who, method, bodyOf) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const directory = await connectDirectory(hub);
  await directory("PATCH", `/Users/${hub.users.bob}`, ENTRA.deactivate);
  const reply = await directory(method, `/Users/${hub.users.bob}`, bodyOf(hub.users.bob));
  expect([reply.status, reply.body.active]).toEqual([200, true]);
  expect((await hub.as("bob", "again").get("/api/me")).status).toBe(200);
  expect(await dataOf(await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts`))).toEqual([]);
});

test("the last administrator can be offboarded by the directory", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const reply = await directory("PATCH", `/Users/${hub.users.ada}`, OKTA.deactivate);
  expect([reply.status, reply.body.active]).toEqual([200, false]);
});

test("a PUT without active leaves somebody as they are, and what else it leaves out is empty", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { id } = (await directory("POST", "/Users", ENTRA.create("grace@engines.example"))).body;
  const reply = await directory("PUT", `/Users/${id}`, { userName: "grace@engines.example" });
  expect(reply.body).toMatchObject({ active: true, displayName: "grace@engines.example" });
  expect(reply.body.title).toBeUndefined();
  expect(reply.body[ENTERPRISE_SCHEMA]).toMatchObject({ department: "Compilers" });
});

test("deleting somebody frees every name of theirs for another person", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const first = await directory("POST", "/Users", ENTRA.create("grace@engines.example"));
  expect((await directory("DELETE", `/Users/${first.body.id}`)).status).toBe(204);
  expect((await directory("GET", `/Users/${first.body.id}`)).status).toBe(404);
  expect((await directory("DELETE", `/Users/${first.body.id}`)).status).toBe(404);
  const second = await directory("POST", "/Users", ENTRA.create("grace@engines.example"));
  expect(second.status).toBe(201);
  expect(second.body.id).not.toBe(first.body.id);
});

test("lists come in pages and say how many there are", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const first = await directory("GET", "/Users?startIndex=1&count=2");
  expect(first.body).toMatchObject({ totalResults: 3, startIndex: 1, itemsPerPage: 2 });
  const second = await directory("GET", "/Users?startIndex=3&count=2");
  expect(second.body).toMatchObject({ totalResults: 3, startIndex: 3, itemsPerPage: 1 });
  const ids = [...first.body.Resources, ...second.body.Resources].map(({ id }) => id);
  expect(new Set(ids)).toEqual(new Set(Object.values(hub.users)));
  expect((await directory("GET", "/Users?count=0")).body).toMatchObject({ totalResults: 3, Resources: [] });
  expect((await directory("GET", "/Users?startIndex=-5&count=-1")).body).toMatchObject({ startIndex: 1 });
});

test.each([
  'externalId eq "entra-grace@engines.example"',
  'emails.value eq "GRACE@engines.example"',
  'emails[type eq "work"].value eq "grace@engines.example"',
  'userName Eq "grace@engines.example" and active eq true',
  'active eq "True" and userName eq "grace@engines.example"',
  'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "grace@engines.example"',
])("a directory finds somebody by %s", async (filter) => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { id } = (await directory("POST", "/Users", ENTRA.create("grace@engines.example"))).body;
  const found = await directory("GET", `/Users?filter=${encodeURIComponent(filter)}`);
  expect(found.body.Resources.map((user) => user.id)).toEqual([id]);
});

test("versions: an unchanged person is not sent again, and a change meant for an older one is refused", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { body } = await directory("POST", "/Users", ENTRA.create("grace@engines.example"));
  const path = `/Users/${body.id}`;
  const same = await directory("GET", path, undefined, { "if-none-match": body.meta.version });
  expect(same.status).toBe(304);
  const changed = await directory("PATCH", path, ENTRA.changeAtOnce, { "if-match": body.meta.version });
  expect(changed.body.meta.version).not.toBe(body.meta.version);
  const late = await directory("PATCH", path, ENTRA.deactivate, { "if-match": body.meta.version });
  expect([late.status, late.body.status]).toEqual([412, "412"]);
});

test("a directory that asks for groups finds none, and is told that it can't make any", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  for (const query of ["startIndex=1&count=100", `filter=${encodeURIComponent('displayName eq "Compilers"')}`]) {
    const found = await directory("GET", `/Groups?${query}`);
    expect([found.status, found.body]).toEqual([200, expect.objectContaining({ totalResults: 0, Resources: [] })]);
  }
  const made = await directory("POST", "/Groups", { displayName: "Compilers", members: [] });
  expect([made.status, made.body.status, made.body.detail]).toEqual([501, "501", expect.stringContaining("no groups")]);
  expect((await directory("GET", "/Groups/none")).status).toBe(404);
});

test("a directory learns what this hub can do", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const config = await directory("GET", "/ServiceProviderConfig");
  expect(config.body).toMatchObject({ patch: { supported: true }, bulk: { supported: false } });
  expect((await directory("GET", "/ResourceTypes")).body.Resources).toMatchObject([{ id: "User" }]);
  expect((await directory("GET", "/ResourceTypes/User")).body.endpoint).toBe("/Users");
  expect((await directory("GET", `/Schemas/${ENTERPRISE_SCHEMA}`)).body.id).toBe(ENTERPRISE_SCHEMA);
  expect((await directory("GET", "/Schemas")).body.totalResults).toBe(2);
});
