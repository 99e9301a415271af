import { expect, test } from "vitest";
import { startHub, type TestHub } from "../testing/start-hub.ts";

async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

const setRole = (hub: TestHub, userId: string, role: string) =>
  hub.as("ada").patch(`/api/admin/people/${userId}`, { role });

test("an auditor sees everything in the admin panel and changes nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("plain");
  await setRole(hub, hub.users.bob, "auditor");
  const auditor = hub.as("bob");

  for (const path of ["integrations", `integrations/${desk.service_id}`, "people", "audit", "requests", "orphans"]) {
    expect((await auditor.get(`/api/admin/${path}`)).status).toBe(200);
  }
  const tries = [
    auditor.post("/api/admin/integrations", {}),
    auditor.patch(`/api/admin/integrations/${desk.service_id}`, { description: "mine" }),
    auditor.post(`/api/admin/integrations/${desk.service_id}/tokens`, { name: "mine" }),
    auditor.patch(`/api/admin/people/${hub.users.bob}`, { role: "administrator" }),
    auditor.delete(`/api/admin/people/${hub.users.ada}/sessions`),
  ];
  const codes = await Promise.all(tries.map(async (reply) => codeOf(await reply)));
  expect(new Set(codes)).toEqual(new Set(["AUDITOR_READS_ONLY"]));
});

test("a role works from the next request on, and a lost one, too", async () => {
  await using hub = await startHub();
  expect((await hub.as("bob").get("/api/admin/people")).status).toBe(403);
  await setRole(hub, hub.users.bob, "administrator");
  expect((await hub.as("bob").get("/api/admin/people")).status).toBe(200);
  await setRole(hub, hub.users.bob, "member");
  expect((await hub.as("bob").get("/api/admin/people")).status).toBe(403);
});

test("the last administrator stays one", async () => {
  await using hub = await startHub();
  expect(await codeOf(await setRole(hub, hub.users.ada, "member"))).toBe("LAST_ADMINISTRATOR");
  await setRole(hub, hub.users.bob, "administrator");
  expect((await setRole(hub, hub.users.ada, "member")).status).toBe(200);
});

test("of two administrators who demote each other at the same moment one stays", async () => {
  await using hub = await startHub();
  await setRole(hub, hub.users.bob, "administrator");
  await Promise.all([
    hub.as("ada").patch(`/api/admin/people/${hub.users.bob}`, { role: "member" }),
    hub.as("bob").patch(`/api/admin/people/${hub.users.ada}`, { role: "member" }),
  ]);
  const { db } = hub.hub.context;
  const left = await db.selectFrom("users").select("user_id").where("role", "=", "administrator").execute();
  expect(left).toHaveLength(1);
});

test("nobody gets a role who does not exist or is not active", async () => {
  await using hub = await startHub();
  expect(await codeOf(await setRole(hub, "u-nobody", "auditor"))).toBe("USER_NOT_FOUND");
  await hub.hub.context.db
    .updateTable("users")
    .set({ account_status: "inactive" })
    .where("user_id", "=", hub.users.bob)
    .execute();
  expect(await codeOf(await setRole(hub, hub.users.bob, "administrator"))).toBe("USER_INACTIVE");
});
