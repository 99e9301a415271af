import type { OffboardingReport } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { codeOf, openConnections, pressConnect, proofOf, saveFor } from "../../testing/look-inside.ts";
import { dataOf, startHub } from "../../testing/start-hub.ts";

const FLOWS = 8;

test("saves, connects and token reads beside an offboarding: what is saved is withdrawn, what is late is refused", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { bob } = hub.users;
  const known = await hub.linkAccount(desk, "bob", "john.known");
  const claimed = [];
  for (let flow = 0; flow < FLOWS; flow++) claimed.push(await hub.connectUpTo("claimed", desk, "bob"));
  await openConnections(hub);

  const saves = claimed.map((held, number) =>
    saveFor(hub, desk, "bob", proofOf(held), { external_account_id: `john.${number}` }),
  );
  const presses = [pressConnect(hub, desk, "bob"), pressConnect(hub, desk, "bob")];
  const offboarded = hub.as("ada").post(`/api/admin/people/${bob}/offboard`);
  const late = claimed.map((held, number) =>
    saveFor(hub, desk, "bob", proofOf(held), { external_account_id: `john.${number}` }),
  );
  const report = await dataOf<OffboardingReport>(await offboarded);
  const codes = await Promise.all([...saves, ...late].map(async (reply) => codeOf(await reply)));
  await Promise.all(presses);

  expect(codes.filter((code) => !["OK", "USER_INACTIVE", "LINKED_ACCOUNT_NOT_FOUND"].includes(code))).toEqual([]);
  const { db } = hub.hub.context;
  const rows = await db.selectFrom("linked_accounts").selectAll().where("user_id", "=", bob).execute();
  expect(rows.map(({ state }) => state).filter((state) => state !== "gone" && state !== "disconnecting")).toEqual([]);
  expect(report.receipts.map(({ linked_account_id }) => linked_account_id).sort()).toEqual(
    rows.map(({ linked_account_id }) => linked_account_id).sort(),
  );
  expect((await desk.api.get(`/v2/user/${bob}/linked-accounts/${known}`)).status).toBe(404);
  expect(await codeOf(await desk.api.get(`/v2/user/${bob}/linked-accounts`))).toBe("OK");
  expect((await hub.as("bob").get("/api/me")).status).toBe(401);
});

test("four directories and administrators at once make one offboarding", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  for (const label of ["john.1", "john.2", "john.3"]) await hub.linkAccount(desk, "bob", label);
  await openConnections(hub);
  const csv = "email,active\nbob@engines.example,false\n";
  const replies = await Promise.all([
    hub.as("ada").post(`/api/admin/people/${hub.users.bob}/offboard`),
    hub.as("ada").post("/api/admin/people/import", { csv }),
    hub.as("ada").post(`/api/admin/people/${hub.users.bob}/offboard`),
    hub.as("ada").post("/api/admin/people/import", { csv }),
  ]);
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const { db } = hub.hub.context;
  expect(await db.selectFrom("offboardings").selectAll().execute()).toHaveLength(1);
  expect(desk.server.received.filter(({ method }) => method === "DELETE")).toHaveLength(3);
});
