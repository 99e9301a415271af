import type { AdminPeopleView, ImportPeopleAnswer, OffboardingReport } from "@joinery/contract/pages";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { dataOf, startHub, type TestHub } from "../../testing/start-hub.ts";

const importCsv = async (hub: TestHub, csv: string, dryRun = false) =>
  dataOf<ImportPeopleAnswer>(
    await hub.as("ada").post("/api/admin/people/import", { csv, ...(dryRun ? { dry_run: true } : {}) }),
  );
const peopleOf = async (hub: TestHub) =>
  (await dataOf<AdminPeopleView>(await hub.as("ada").get("/api/admin/people"))).people;

test("a file adds, changes, leaves and offboards; a second time it changes nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob", "john.bob");
  const csv = [
    "email,first_name,second_name,employee_id,job_title,department,active",
    "grace@engines.example,Grace,Hopper,E-1,Rear admiral,Compilers,true",
    "EVE@engines.example,Eve,Marsh,,Gardener,,",
    "bob@engines.example,Bob,Stone,,,,false",
  ].join("\n");

  const done = await importCsv(hub, csv);

  expect(done).toMatchObject({ dry_run: false, added: 1, changed: 1, unchanged: 0, faults: [] });
  expect(done.offboarded).toMatchObject([{ display_name: "Bob Stone", accounts: 1 }]);
  const path = `/api/admin/offboardings/${done.offboarded[0]?.offboarding_id}`;
  const report = await dataOf<OffboardingReport>(await hub.as("ada").get(path));
  expect(report).toMatchObject({ source: "csv", totals: { accounts: 1, withdrawn: 1 } });
  const people = await peopleOf(hub);
  const grace = people.find(({ display_name }) => display_name === "Grace Hopper");
  expect(grace).toMatchObject({ email: "grace@engines.example", role: "member", active: true, initials: "GH" });
  expect(people.find(({ display_name }) => display_name === "Eve Marsh")).toMatchObject({ job_title: "Gardener" });
  expect(people).toHaveLength(4);
  expect(await importCsv(hub, csv)).toMatchObject({ added: 0, changed: 0, unchanged: 3, offboarded: [] });
});

test("a dry run says what would happen and does nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const csv = "email,active\nbob@engines.example,false\nnew@engines.example,true\n";
  const would = await importCsv(hub, csv, true);
  expect(would).toMatchObject({ dry_run: true, added: 1 });
  expect(would.offboarded).toMatchObject([{ user_id: hub.users.bob, accounts: 1, offboarding_id: null }]);
  expect((await hub.as("bob").get("/api/me")).status).toBe(200);
  expect(await peopleOf(hub)).toHaveLength(3);
});

test("with one fault nothing is written, and all faults are told with their lines", async () => {
  await using hub = await startHub();
  const csv = [
    "email,employee_id,active",
    "bob@engines.example,,false",
    "nowhere,,true",
    "",
    "new@engines.example,E-1,perhaps",
    "NEW@engines.example,E-2,true",
    "more@engines.example,E-1,true",
    '"x@engines.example",E-9,true,more',
  ].join("\r\n");
  const refused = await importCsv(hub, csv);
  expect(refused.faults.map(({ line, column }) => [line, column])).toEqual([
    [3, "email"],
    [5, "active"],
    [6, "email"],
    [7, "employee_id"],
    [8, null],
  ]);
  expect(JSON.stringify(refused.faults)).not.toMatch(/nowhere|perhaps|engines/);
  expect(await peopleOf(hub)).toHaveLength(3);
  expect((await hub.as("bob").get("/api/me")).status).toBe(200);
});

test("a file as Excel writes it: byte order mark, semicolons, line ends of Windows, quotes and breaks in a field", async () => {
  await using hub = await startHub();
  const csv =
    '\uFEFFemail;first_name;second_name;job_title\r\ngrace@engines.example;"Grace ""Amazing""";"Hopper; Murray";"Rear, admiral"\r\n';
  expect(await importCsv(hub, csv)).toMatchObject({ added: 1, faults: [] });
  const grace = (await peopleOf(hub)).find(({ email }) => email === "grace@engines.example");
  expect(grace).toMatchObject({ display_name: 'Grace "Amazing" Hopper; Murray', job_title: "Rear, admiral" });
  const broken = await importCsv(hub, 'email,job_title\na@engines.example,"two\nlines"\nnowhere,x\n');
  expect(broken.faults.map(({ line, column }) => [line, column])).toEqual([
    [2, "job_title"],
    [4, "email"],
  ]);
  expect((await importCsv(hub, 'email\n"open')).faults).toHaveLength(1);
});

test("a file in another encoding than UTF-8 is refused at the first letter that it has spoilt", async () => {
  await using hub = await startHub();
  const western = Buffer.from(
    "email,second_name\r\nann@engines.example,Smith\r\njo@engines.example,M\xfcller\r\n",
    "latin1",
  );
  const refused = await importCsv(hub, western.toString("utf8"));
  expect(refused).toMatchObject({ added: 0, faults: [{ line: 3, message: expect.stringContaining("CSV UTF-8") }] });
  expect(await peopleOf(hub)).toHaveLength(3);
});

test("a cell that looks like a formula stays as it is", async () => {
  await using hub = await startHub();
  await importCsv(hub, "email,job_title\ngrace@engines.example,=1+1\n");
  const grace = (await peopleOf(hub)).find(({ email }) => email === "grace@engines.example");
  expect(grace?.job_title).toBe("=1+1");
});

test("somebody is known by their employee number before their address", async () => {
  await using hub = await startHub();
  await sql`update users set employee_id = 'E-7', oidc_subject = 'sub', oidc_issuer = 'https://idp.example'
    where user_id = ${hub.users.bob}`.execute(hub.hub.context.db);
  const csv = "email,employee_id\nrobert@engines.example,E-7\n";
  expect(await importCsv(hub, csv)).toMatchObject({ added: 0, changed: 1 });
  expect((await peopleOf(hub)).find(({ user_id }) => user_id === hub.users.bob)?.email).toBe("robert@engines.example");
  const crossed = await importCsv(hub, "email,employee_id\neve@engines.example,E-7\n");
  expect(crossed.faults).toMatchObject([{ line: 2, column: "email" }]);
});

test.each([
  "",
  "\n",
  "name\nAda\n",
  "email,email\na@engines.example,b@engines.example\n",
  "email,role\na@engines.example,administrator\n",
])("a file whose header line is not as it should be is refused: %j", async (csv) => {
  await using hub = await startHub();
  const refused = await importCsv(hub, csv);
  expect(refused.faults.length).toBeGreaterThan(0);
  expect(await peopleOf(hub)).toHaveLength(3);
});

test("the last administrator can't be offboarded by a file", async () => {
  await using hub = await startHub();
  const refused = await importCsv(hub, "email,active\nada@engines.example,false\n");
  expect(refused.faults).toMatchObject([{ line: 2, column: "active" }]);
  expect((await hub.as("ada").get("/api/me")).status).toBe(200);
});

test("somebody who left comes back by a file with nothing of what they had", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  await importCsv(hub, "email,active\nbob@engines.example,false\n");
  expect(await importCsv(hub, "email,active\nbob@engines.example,true\n")).toMatchObject({ changed: 1 });
  expect((await hub.as("bob", "again").get("/api/me")).status).toBe(200);
  expect(await dataOf(await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts`))).toEqual([]);
});
