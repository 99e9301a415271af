import { randomToken256 } from "@joinery/contract";
import type { AdminPersonView, ImportPeopleAnswer } from "@joinery/contract/pages";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { startIdentityProvider } from "../../testing/identity-provider.ts";
import { codeOf, proofOf, saveFor } from "../../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../../testing/start-hub.ts";
import { addOrganisation, addPerson } from "../add-people.ts";
import { ENTRA, OKTA } from "./directories.fixture.ts";
import { issueScimToken } from "./issue-scim-token.ts";
import { ERROR_SCHEMA, SCIM_TYPE } from "./names.ts";
import { byUserName, connectDirectory, type Directory, directoryWith } from "./scim-client.fixture.ts";

const MARK = "MARKED-51c0de";

async function neighbour(hub: TestHub): Promise<Directory> {
  const { db, clock } = hub.hub.context;
  const organisationId = await addOrganisation(db, "Next Door", clock());
  const zoe = { firstName: "Zoe", secondName: "Zane", email: "zoe@next.example", role: "administrator" } as const;
  const userId = await addPerson(db, organisationId, zoe, clock());
  const made = await issueScimToken(hub.hub.context, { organisationId, userId, requestId: "test" }, "Next Door");
  return directoryWith(hub, made.secret);
}

const personOf = async (hub: TestHub, userId: string) =>
  (await dataOf<AdminPersonView>(await hub.as("ada").get(`/api/admin/people/${userId}`))).person;

test("a SCIM token of another organisation: nobody is found, changed, or removed with it", async () => {
  await using hub = await startHub();
  const directory = await neighbour(hub);
  const { bob } = hub.users;
  expect((await directory("GET", "/Users")).body).toMatchObject({ totalResults: 1 });
  expect((await byUserName(directory, "bob@engines.example")).body.totalResults).toBe(0);
  for (const [method, body] of [
    ["GET", undefined],
    ["PUT", OKTA.put(bob, "bob@engines.example", false)],
    ["PATCH", OKTA.deactivate],
    ["DELETE", undefined],
  ] as const) {
    expect((await directory(method, `/Users/${bob}`, body)).status).toBe(404);
  }
  expect((await directory("POST", "/Users", ENTRA.create("bob@engines.example"))).status).toBe(201);
  expect(await personOf(hub, bob)).toMatchObject({ display_name: "Bob Stone", active: true });
});

test("a stranger at the door: no token, a guessed one, an integration's, a browser's, a revoked one", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const issued = await hub.as("ada").post("/api/admin/scim/tokens", { name: "Directory" });
  const { token, secret } = await dataOf<{ token: { token_id: string }; secret: string }>(issued);
  expect((await directoryWith(hub, secret)("GET", "/Users")).status).toBe(200);
  await hub.as("ada").delete(`/api/admin/scim/tokens/${token.token_id}`);
  for (const wrong of ["", `jsc_${randomToken256()}`, desk.api_token, secret]) {
    const reply = await directoryWith(hub, wrong)("GET", "/Users");
    expect([reply.status, reply.body.schemas]).toEqual([401, [ERROR_SCHEMA]]);
    expect(reply.headers.get("www-authenticate")).toBe("Bearer");
  }
  expect((await hub.as("ada").get("/scim/v2/Users")).status).toBe(401);
  const elsewhere = await hub.stranger.get("/v2/user", { authorization: `Bearer ${secret}` });
  expect(await codeOf(elsewhere)).toBe("UNAUTHENTICATED");
});

test.each([
  `userName eq "x" or "1" eq "1"`,
  `userName eq "x' or '1'='1"`,
  `userName eq "x\\" or userName pr"`,
  `userName eq "%"`,
  `userName eq "_________________%"`,
  `userName ne "x"`,
  `userName pr`,
  `not (userName eq "x")`,
  `userName sw ""`,
  `role eq "administrator"`,
  `oidc_subject eq "x"`,
  `organisation_id eq "x"`,
  `userName eq "x\\u0000"`,
  `userName eq "\\ud800"`,
  `userName eq "x"; drop table users; --`,
  `userName eq "x" and userName eq "y"`,
  `((((((((userName eq "x"`,
  `${"a".repeat(50_000)} eq "x"`,
  `userName eq "${"a".repeat(1_500)}"`,
  `__proto__ eq "x"`,
  `constructor eq "x"`,
])("filter injection: %.60s finds nobody", async (filter) => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const begun = Date.now();
  const reply = await directory("GET", `/Users?filter=${encodeURIComponent(filter)}`);
  expect(Date.now() - begun).toBeLessThan(2_000);
  expect([reply.body.totalResults ?? 0, [200, 400].includes(reply.status)]).toEqual([0, true]);
  expect(reply.body.schemas).toHaveLength(1);
});

test("mass assignment: no role, id, organisation, subject or status can be written through SCIM", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const more = {
    id: hub.users.ada,
    role: "administrator",
    roles: [{ value: "administrator", primary: true }],
    userType: "administrator",
    entitlements: [{ value: "administrator" }],
    groups: [{ value: "administrators" }],
    organisation_id: "o-other",
    user_id: hub.users.ada,
    oidc_subject: "ada",
    oidc_issuer: "https://idp.example",
    account_status: "inactive",
    deleted_at: "2020-01-01T00:00:00Z",
    meta: { version: "x", created: "2000-01-01T00:00:00Z" },
  };
  const created = await directory("POST", "/Users", { ...ENTRA.create("grace@engines.example"), ...more });
  expect(created.status).toBe(201);
  const { id } = created.body;
  await directory("PUT", `/Users/${id}`, { ...ENTRA.create("grace@engines.example"), ...more });
  const operations = Object.entries(more).flatMap(([path, value]) => [
    { op: "add", path, value },
    { op: "replace", path: `urn:ietf:params:scim:schemas:core:2.0:User:${path}`, value },
    { op: "replace", value: { [path]: value } },
  ]);
  expect((await directory("PATCH", `/Users/${id}`, { Operations: operations })).status).toBe(200);
  const { db } = hub.hub.context;
  const row = await db.selectFrom("users").selectAll().where("user_id", "=", id).executeTakeFirstOrThrow();
  expect(id).not.toBe(hub.users.ada);
  expect(row).toMatchObject({
    organisation_id: hub.organisationId,
    role: "member",
    oidc_subject: null,
    oidc_issuer: null,
    account_status: "active",
    deleted_at: null,
  });
  expect(await personOf(hub, hub.users.ada)).toMatchObject({ role: "administrator", display_name: "Ada Lovelace" });
});

test("resurrecting a deleted person: whoever comes after them inherits nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const directory = await connectDirectory(hub);
  const { db } = hub.hub.context;
  await sql`update users set role = 'administrator', oidc_issuer = 'https://idp.example', oidc_subject = 'bob'
    where user_id = ${hub.users.bob}`.execute(db);
  const account = await hub.linkAccount(desk, "bob");
  const open = await hub.connectUpTo("redeemed", desk, "bob");
  const claimed = await hub.connectUpTo("claimed", desk, "bob");
  expect((await directory("DELETE", `/Users/${hub.users.bob}`)).status).toBe(204);

  const created = await directory("POST", "/Users", ENTRA.create("bob@engines.example"));
  const { id } = created.body;

  expect(created.status).toBe(201);
  expect(id).not.toBe(hub.users.bob);
  expect(await personOf(hub, id)).toMatchObject({ role: "member", email: "bob@engines.example" });
  const row = await db.selectFrom("users").selectAll().where("user_id", "=", id).executeTakeFirstOrThrow();
  expect(row.oidc_subject).toBeNull();
  expect((await hub.as("bob").get("/api/me")).status).toBe(401);
  expect(await dataOf(await desk.api.get(`/v2/user/${id}/linked-accounts`))).toEqual([]);
  expect((await desk.api.get(`/v2/user/${id}/linked-accounts/${account}`)).status).toBe(404);
  expect((await desk.api.post(`/v2/connect/${open.flow}/claim`)).status).toBe(409);
  expect(await codeOf(await saveFor(hub, desk, "bob", proofOf(claimed)))).toBe("USER_INACTIVE");
  const body = { auth_id: desk.auth_id, external_account_id: "john.doe", access_token: "at-1" };
  const stolen = await desk.api.post(`/v2/user/${id}/linked-accounts`, body, proofOf(claimed));
  expect(await codeOf(stolen)).toBe("FLOW_NOT_FOUND");
});

test("resurrecting a deleted person: no way brings them back themselves", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { bob } = hub.users;
  await directory("DELETE", `/Users/${bob}`);
  expect((await directory("PATCH", `/Users/${bob}`, OKTA.activate)).status).toBe(404);
  expect((await directory("PUT", `/Users/${bob}`, OKTA.put(bob, "bob@engines.example", true))).status).toBe(404);
  expect((await directory("GET", `/Users?filter=${encodeURIComponent(`id eq "${bob}"`)}`)).body.totalResults).toBe(0);
  expect(await codeOf(await hub.as("ada").post(`/api/admin/people/${bob}/reactivate`))).toBe("USER_NOT_FOUND");
  expect(await codeOf(await hub.as("ada").post(`/api/admin/people/${bob}/offboard`))).toBe("USER_NOT_FOUND");
  const signIn = await hub.stranger.post("/api/sign-in/development", { user_id: bob });
  expect(await codeOf(signIn)).toBe("USER_NOT_FOUND");
  const csv = "email,active\nbob@engines.example,true\n";
  const imported = await hub.as("ada").post("/api/admin/people/import", { csv });
  expect(await dataOf<ImportPeopleAnswer>(imported)).toMatchObject({ added: 1, changed: 0 });
});

test("e-mail takeover: nobody's links go to whoever gets their address", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const directory = await connectDirectory(hub);
  const path = `/Users/${hub.users.bob}`;
  const mallory = ENTRA.change("mallory@engines.example");

  const moved = await directory("PATCH", path, mallory);
  expect([moved.status, moved.body.scimType]).toEqual([409, "mutability"]);
  const put = await directory("PUT", path, OKTA.put(hub.users.bob, "mallory@engines.example", true));
  expect(put.status).toBe(409);
  await sql`update users set employee_id = 'E-7' where user_id = ${hub.users.bob}`.execute(hub.hub.context.db);
  const csv = "email,employee_id\nmallory@engines.example,E-7\n";
  const imported = await hub.as("ada").post("/api/admin/people/import", { csv });
  expect((await dataOf<ImportPeopleAnswer>(imported)).faults).toMatchObject([{ line: 2, column: "email" }]);
  expect((await personOf(hub, hub.users.bob)).email).toBe("Bob@engines.example");

  // Who is known by their subject is not recognised by an address any more.
  await sql`update users set oidc_issuer = 'https://idp.example', oidc_subject = 'bob'
    where user_id = ${hub.users.bob}`.execute(hub.hub.context.db);
  expect((await directory("PATCH", path, mallory)).status).toBe(200);
});

test("e-mail takeover: somebody whom only a former identity provider knows is recognised by their address again", async () => {
  await using idp = await startIdentityProvider("http://127.0.0.1:4000");
  await using hub = await startHub({ signIn: idp.settings });
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const directory = await connectDirectory(hub);
  const bindTo = (issuer: string) =>
    sql`update users set oidc_issuer = ${issuer}, oidc_subject = 'bob' where user_id = ${hub.users.bob}`.execute(
      hub.hub.context.db,
    );
  const path = `/Users/${hub.users.bob}`;
  const mallory = ENTRA.change("mallory@engines.example");

  await bindTo("https://former.example");
  expect((await directory("PATCH", path, mallory)).status).toBe(409);

  await bindTo(idp.settings.issuer.href.replace(/\/$/, ""));
  expect((await directory("PATCH", path, mallory)).status).toBe(200);
});

test("e-mail takeover: an address, user name or number of somebody else is refused, in any case", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const { id } = (await directory("POST", "/Users", ENTRA.create("grace@engines.example"))).body;
  const replace = (path: string, value: string) =>
    directory("PATCH", `/Users/${id}`, { Operations: [{ op: "replace", path, value }] });
  for (const [path, value] of [
    ["emails", "ADA@engines.example"],
    ['emails[type eq "work"].value', "ada@engines.example"],
    ["userName", "aDa@engines.example"],
  ] as const) {
    const reply = await replace(path, value);
    expect([path, reply.status, reply.body.scimType]).toEqual([path, 409, "uniqueness"]);
  }
  const other = await directory("POST", "/Users", OKTA.create("kate@engines.example"));
  expect((await replace("externalId", String(other.body.externalId))).status).toBe(409);
});

const BROKEN: [string, string, string, unknown][] = [
  ["no JSON", "POST", "/Users", `{"userName": "${MARK}`],
  ["a list", "POST", "/Users", [MARK]],
  ["a text", "POST", "/Users", `"${MARK}"`],
  ["nothing", "POST", "/Users", {}],
  ["no user name", "POST", "/Users", { userName: null, displayName: MARK }],
  ["a user name that is an object", "POST", "/Users", { userName: { [MARK]: MARK, value: { a: MARK } } }],
  ["a long user name", "POST", "/Users", { userName: MARK.padEnd(300, "x") }],
  ["a user name with a line break", "POST", "/Users", { userName: `${MARK}\r\nBcc: x` }],
  ["a null character", "POST", "/Users", { userName: `${MARK}\u0000` }],
  ["half a character", "POST", "/Users", `{"userName": "${MARK}\\ud800"}`],
  ["an e-mail that is none", "POST", "/Users", { userName: MARK, emails: [{ value: MARK, primary: true }] }],
  ["active as a word", "POST", "/Users", { userName: MARK, active: MARK }],
  ["active as a number", "POST", "/Users", { userName: MARK, active: 0 }],
  ["a name that is a text", "POST", "/Users", { userName: MARK, name: MARK }],
  [
    "an extension that is a list",
    "POST",
    "/Users",
    {
      userName: MARK,
      "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": [MARK],
    },
  ],
  ["no operations", "PATCH", "/Users/:bob", { schemas: [MARK] }],
  ["operations that are no list", "PATCH", "/Users/:bob", { Operations: MARK }],
  ["an operation that is none", "PATCH", "/Users/:bob", { Operations: [MARK] }],
  ["an unknown operation", "PATCH", "/Users/:bob", { Operations: [{ op: MARK, path: "active", value: false }] }],
  ["a path that can't be read", "PATCH", "/Users/:bob", { Operations: [{ op: "add", path: `${MARK}[[[`, value: 1 }] }],
  ["a path that is an object", "PATCH", "/Users/:bob", { Operations: [{ op: "add", path: { [MARK]: 1 }, value: 1 }] }],
  ["removing nothing", "PATCH", "/Users/:bob", { Operations: [{ op: "remove" }] }],
  ["removing active", "PATCH", "/Users/:bob", { Operations: [{ op: "remove", path: "active" }] }],
  ["removing the user name", "PATCH", "/Users/:bob", { Operations: [{ op: "remove", path: "userName" }] }],
  ["deactivating by a word", "PATCH", "/Users/:bob", { Operations: [{ op: "replace", path: "active", value: MARK }] }],
  ["a value that is no object", "PATCH", "/Users/:bob", { Operations: [{ op: "replace", value: MARK }] }],
  [
    "too many operations",
    "PATCH",
    "/Users/:bob",
    {
      Operations: Array.from({ length: 1_001 }, () => ({ op: "replace", path: "title", value: MARK })),
    },
  ],
  ["a page that is none", "GET", `/Users?startIndex=${MARK}`, undefined],
  ["a count that is none", "GET", `/Users?count=1e9${MARK}`, undefined],
  ["somebody unknown", "GET", `/Users/${MARK}`, undefined],
  ["an unknown address", "GET", `/${MARK}`, undefined],
  ["a group", "GET", `/Groups/${MARK}`, undefined],
  ["a change of a group", "PATCH", `/Groups/${MARK}`, { Operations: [{ op: "add", path: "members", value: [] }] }],
  ["an unknown method", "DELETE", "/Users", undefined],
];

test.each(BROKEN)("%s is refused in SCIM's words, quotes nothing, and changes nothing", async (...row) => {
  const [, method, path, body] = row;
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const reply = await directory(method, path.replace(":bob", hub.users.bob), body);
  expect(reply.status).toBeGreaterThanOrEqual(400);
  expect(reply.status).toBeLessThan(500);
  expect(reply.headers.get("content-type")).toBe(SCIM_TYPE);
  expect(reply.body).toMatchObject({ schemas: [ERROR_SCHEMA], status: String(reply.status) });
  expect(JSON.stringify([reply.body, hub.logged])).not.toContain(MARK);
  expect((await directory("GET", "/Users")).body.totalResults).toBe(3);
  expect(await personOf(hub, hub.users.bob)).toMatchObject({ active: true, job_title: null });
});

test("poisoned keys of a body reach nothing", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const body =
    '{"userName": "grace@engines.example", "__proto__": {"active": false}, "constructor": {"prototype": 1}, "toString": "x"}';
  const created = await directory("POST", "/Users", body);
  expect([created.status, created.body.active]).toEqual([201, true]);
});

test("a large body ends before it is read", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  const reply = await directory("POST", "/Users", `{"userName": "${"x".repeat(1_100_000)}"}`);
  expect([reply.status, reply.body.status]).toEqual([413, "413"]);
  const form = await directory("POST", "/Users", "userName=x", { "content-type": "application/x-www-form-urlencoded" });
  expect(form.status).toBe(415);
});

test("a failing database is not taken for an empty directory", async () => {
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  await sql`alter table users rename column external_id to external_id_gone`.execute(hub.hub.context.db);
  const reply = await directory("PATCH", `/Users/${hub.users.bob}`, ENTRA.change("x@engines.example"));
  expect([reply.status, reply.body.schemas]).toEqual([503, [ERROR_SCHEMA]]);
  expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(reply.body.detail).not.toContain("external_id");
});

test("a directory that asks too often is told when to come back", async ({ onTestFinished }) => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  await using hub = await startHub();
  const directory = await connectDirectory(hub);
  let last = await directory("GET", "/ServiceProviderConfig");
  for (let asked = 1; asked < 1_000 && last.status === 200; asked++) {
    last = await directory("GET", "/ServiceProviderConfig");
  }
  expect([last.status, last.body.status]).toEqual([429, "429"]);
  expect(Number(last.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
});
