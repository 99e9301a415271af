import { newId } from "@joinery/contract";
import type { OffboardingReport, OffboardingRow, PageOf } from "@joinery/contract/pages";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { json } from "../../testing/fake-integration.ts";
import { auditOf, codeOf, flowIn, proofOf, saveFor } from "../../testing/look-inside.ts";
import { dataOf, type PersonName, startHub, type TestHub } from "../../testing/start-hub.ts";

const offboard = (hub: TestHub, person: PersonName, as: PersonName = "ada") =>
  hub.as(as).post(`/api/admin/people/${hub.users[person]}/offboard`);
const reportOf = async (hub: TestHub, person: PersonName) => dataOf<OffboardingReport>(await offboard(hub, person));
const readReport = async (hub: TestHub, id: string) =>
  dataOf<OffboardingReport>(await hub.as("ada").get(`/api/admin/offboardings/${id}`));

test("offboarding ends sessions, refuses token reads and withdraws every account, and the report says so", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const accounts = [await hub.linkAccount(desk, "bob", "john.one"), await hub.linkAccount(desk, "bob", "john.two")];
  expect((await hub.as("bob").get("/api/me")).status).toBe(200);

  const report = await reportOf(hub, "bob");

  expect(report).toMatchObject({
    organisation_name: "Analytical Engines",
    person: { display_name: "Bob Stone", email: "Bob@engines.example" },
    source: "administrator",
    requested_by: { display_name: "Ada Lovelace" },
    sessions_ended: 1,
    flows_ended: 0,
    exchanges_open: 0,
    totals: { accounts: 2, open: 0, withdrawn: 2, not_withdrawn: 0 },
  });
  expect(report.finished_at).not.toBeNull();
  expect(report.receipts.map((receipt) => receipt.external_account_id)).toEqual(["john.one", "john.two"]);
  expect(report.receipts.map((receipt) => receipt.cause)).toEqual(["offboarding", "offboarding"]);
  expect((await hub.as("bob").get("/api/me")).status).toBe(401);
  for (const account of accounts) {
    const read = await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts/${account}`);
    expect(await codeOf(read)).toBe("LINKED_ACCOUNT_NOT_FOUND");
  }
  expect(desk.server.received.filter(({ method }) => method === "DELETE")).toHaveLength(2);
});

test("an integration that is down keeps nobody waiting, and the report says what is open", async () => {
  await using hub = await startHub();
  const [desk, sick] = [await hub.addIntegration("verified"), await hub.addIntegration("plain")];
  await hub.linkAccount(desk, "bob", "john.desk");
  await hub.linkAccount(sick, "bob", "john.sick");
  sick.server.respond = () => undefined;

  const report = await reportOf(hub, "bob");

  expect(report.finished_at).toBeNull();
  expect(report.totals).toEqual({ accounts: 2, open: 1, withdrawn: 1, not_withdrawn: 0 });
  const open = report.receipts.find((receipt) => receipt.external_account_id === "john.sick");
  expect(open?.acknowledged.state).toBe("waiting");
});

test("a leaver with two hundred accounts at five integrations, one down, one switched off, one no longer registered", async () => {
  await using hub = await startHub();
  const desks = [];
  for (let made = 0; made < 5; made++) desks.push(await hub.addIntegration("plain"));
  const [well, , down, off, removed] = desks;
  for (const desk of desks) await hub.linkAccount(desk, "bob", "john.0");
  const { db } = hub.hub.context;
  await sql`insert into linked_accounts select (jsonb_populate_record(row, jsonb_build_object(
    'linked_account_id', 'k-' || gen_random_uuid(), 'identity_key', 'copy ' || n, 'external_account_id', 'john.' || n))).*
    from linked_accounts as row, generate_series(1, 39) as n`.execute(db);
  if (down === undefined || off === undefined || removed === undefined || well === undefined) throw new Error("made");
  down.server.respond = (_request, response) => json(response, 500, {});
  await hub.as("ada").patch(`/api/admin/integrations/${off.service_id}`, { enabled: false });
  await sql`alter table linked_accounts drop constraint linked_accounts_organisation_id_service_id_fkey`.execute(db);
  await sql`alter table flows drop constraint flows_organisation_id_service_id_fkey`.execute(db);
  await sql`delete from api_tokens where service_id = ${removed.service_id}`.execute(db);
  await sql`delete from integrations where service_id = ${removed.service_id}`.execute(db);

  const begun = Date.now();
  const report = await reportOf(hub, "bob");

  expect(Date.now() - begun).toBeLessThan(20_000);
  expect(report.totals.accounts).toBe(200);
  const states = Map.groupBy(report.receipts, (receipt) => receipt.service_id);
  expect(states.get(down.service_id)?.every(({ acknowledged }) => acknowledged.state === "waiting")).toBe(true);
  expect(states.get(off.service_id)?.every(({ acknowledged }) => acknowledged.state === "waiting")).toBe(true);
  expect(states.get(removed.service_id)?.every(({ acknowledged }) => acknowledged.state === "waiting")).toBe(true);
  expect(states.get(removed.service_id)).toHaveLength(40);
  const live = await db.selectFrom("linked_accounts").select("state").where("state", "!=", "gone").execute();
  expect(new Set(live.map(({ state }) => state))).toEqual(new Set(["disconnecting"]));
}, 60_000);

test("offboarding somebody twice gives the same report and tells nobody twice", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const first = await reportOf(hub, "bob");
  expect(await reportOf(hub, "bob")).toEqual(first);
  expect(await auditOf(hub, "person.offboarded")).toHaveLength(1);
  expect(desk.server.received.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

test("two administrators who press at the same moment make one offboarding", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob");
  const reports = await Promise.all([reportOf(hub, "bob"), reportOf(hub, "bob")]);
  expect(new Set(reports.map((report) => report.offboarding_id)).size).toBe(1);
  const list = await dataOf<PageOf<OffboardingRow>>(await hub.as("ada").get("/api/admin/offboardings"));
  expect(list.rows).toMatchObject([{ person: { display_name: "Bob Stone" }, accounts: 1, open: 0 }]);
});

test("a connect under way is burned; one that has begun its exchange is refused when it saves", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const verified = await hub.connectUpTo("redeemed", desk, "bob");
  const claimed = await hub.connectUpTo("claimed", desk, "bob");

  const report = await reportOf(hub, "bob");

  expect(report).toMatchObject({ flows_ended: 1, exchanges_open: 1, totals: { accounts: 0 } });
  expect(await flowIn(hub, verified.flow)).toMatchObject({ state: "burned", reason: "user_inactive" });
  expect(await codeOf(await desk.api.post(`/v2/connect/${verified.flow}/claim`))).toMatch(/USER_INACTIVE|FLOW_BURNED/);
  const late = await saveFor(hub, desk, "bob", proofOf(claimed));
  expect([late.status, await codeOf(late)]).toEqual([409, "USER_INACTIVE"]);
  const refused = await desk.api.post(`/v2/connect/${claimed.flow}/refuse`, {
    reason: "exchange_failed",
    claim: claimed.claim,
  });
  expect(refused.status).toBe(200);
  expect((await readReport(hub, report.offboarding_id)).exchanges_open).toBe(0);
});

test("somebody who is reactivated gets nothing back", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  await hub.as("bob").get("/api/me");
  await reportOf(hub, "bob");

  expect((await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/reactivate`)).status).toBe(200);

  expect((await hub.as("bob").get("/api/me")).status).toBe(401);
  expect((await hub.as("bob", "new").get("/api/me")).status).toBe(200);
  const read = await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts/${account}`);
  expect(read.status).toBe(404);
  expect(await dataOf(await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts`))).toEqual([]);
});

test("an exchange that was begun before somebody left links nothing after they came back", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const report = await reportOf(hub, "bob");
  await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/reactivate`);

  const late = await saveFor(hub, desk, "bob", proofOf(held));

  expect([late.status, await codeOf(late)]).toEqual([409, "FLOW_BURNED"]);
  expect(await dataOf(await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts`))).toEqual([]);
  expect((await readReport(hub, report.offboarding_id)).exchanges_open).toBe(1);
  const refused = { reason: "exchange_failed", claim: held.claim };
  expect((await desk.api.post(`/v2/connect/${held.flow}/refuse`, refused)).status).toBe(200);
  expect((await readReport(hub, report.offboarding_id)).exchanges_open).toBe(0);
});

test("a report counts no exchange that was begun after somebody came back", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.connectUpTo("claimed", desk, "bob");
  const { offboarding_id } = await reportOf(hub, "bob");
  await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/reactivate`);
  const begun = {
    ...(await hub.hub.context.db.selectFrom("flows").selectAll().executeTakeFirstOrThrow()),
    reason: null,
  };
  await hub.hub.context.db
    .insertInto("flows")
    .values({ ...begun, flow_id: newId("flow") })
    .execute();
  expect((await readReport(hub, offboarding_id)).exchanges_open).toBe(1);
});

test("somebody who came back and leaves again has a second report", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await hub.linkAccount(desk, "bob", "john.first");
  const first = await reportOf(hub, "bob");
  await hub.as("ada").post(`/api/admin/people/${hub.users.bob}/reactivate`);
  hub.advance(60);
  const second = await reportOf(hub, "bob");
  expect(second.offboarding_id).not.toBe(first.offboarding_id);
  expect(second.totals.accounts).toBe(0);
  expect((await readReport(hub, first.offboarding_id)).totals.accounts).toBe(1);
});

test("an administrator who leaves comes back as a member", async () => {
  await using hub = await startHub();
  await sql`update users set role = 'administrator' where user_id = ${hub.users.eve}`.execute(hub.hub.context.db);
  await reportOf(hub, "eve");
  await hub.as("ada").post(`/api/admin/people/${hub.users.eve}/reactivate`);
  expect((await hub.as("eve").get("/api/admin/people")).status).toBe(403);
});

test("the last administrator stays, even when two remove each other at the same moment", async () => {
  await using hub = await startHub();
  const alone = await offboard(hub, "ada");
  expect([alone.status, await codeOf(alone)]).toEqual([409, "LAST_ADMINISTRATOR"]);
  await sql`update users set role = 'administrator' where user_id = ${hub.users.eve}`.execute(hub.hub.context.db);
  await Promise.all([hub.as("ada").get("/api/me"), hub.as("eve").get("/api/me")]);
  const both = await Promise.all([offboard(hub, "eve", "ada"), offboard(hub, "ada", "eve")]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test("a disconnect that was under way belongs to the report", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob", "john.earlier");
  desk.server.respond = (_request, response) => json(response, 500, {});
  await hub.as("bob").post(`/api/accounts/${account}/disconnect`);
  const report = await reportOf(hub, "bob");
  expect(report.receipts).toMatchObject([{ external_account_id: "john.earlier", cause: "person" }]);
  expect(report.totals.open).toBe(1);
});

test("the report can be kept as a file, and a stranger's id names nobody", async () => {
  await using hub = await startHub();
  const report = await reportOf(hub, "bob");
  const file = await hub.as("ada").get(`/api/admin/offboardings/${report.offboarding_id}/report.json`);
  expect(file.headers.get("content-disposition")).toContain("attachment");
  expect(await file.json()).toEqual(report);
  const unknown = await hub.as("ada").post("/api/admin/people/u-unknown/offboard");
  expect(await codeOf(unknown)).toBe("USER_NOT_FOUND");
  expect(await codeOf(await hub.as("ada").get("/api/admin/offboardings/unknown"))).toBe("OFFBOARDING_NOT_FOUND");
});
