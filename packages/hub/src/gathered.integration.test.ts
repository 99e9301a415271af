import { type LinkedAccount, newId } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import type { Beginning } from "./connect/begin-flows.ts";
import { auditOf, codeOf, flowIn, openConnections, pressConnect } from "./testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "./testing/start-hub.ts";

const PEOPLE = ["ada", "bob", "eve"] as const;

/** A flow like one that is stored already, and what is recorded of it. */
async function makeBeginning(hub: TestHub, desk: TestIntegration): Promise<Beginning> {
  const { flow } = await hub.connectUpTo("created", desk, "bob");
  const flowId = newId("flow");
  const { organisationId } = hub;
  return {
    flow: { ...(await flowIn(hub, flow)), flow_id: flowId },
    event: {
      eventId: crypto.randomUUID(),
      organisationId,
      at: new Date(),
      action: "integration.checked",
      detail: { flow: flowId },
    },
  };
}

test("everyone who presses Connect at the same moment gets a flow of their own, with its record", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await openConnections(hub);

  const pressed = await Promise.all(
    Array.from({ length: 24 }, async (_, index) => {
      const person = PEOPLE[index % 3] ?? "ada";
      const { flow } = await dataOf<ConnectStarted>(await pressConnect(hub, desk, person));
      return { flow, user: hub.users[person] };
    }),
  );

  const stored = await Promise.all(pressed.map(async ({ flow }) => (await flowIn(hub, flow)).user_id));
  expect(stored).toEqual(pressed.map(({ user }) => user));
  const recorded = await auditOf(hub, "connect.started");
  expect(recorded.map(({ detail }) => detail.flow).sort()).toEqual(pressed.map(({ flow }) => flow).sort());
});

test("a beginning that is stored again, because nobody knows whether it was, is there once", async () => {
  await using hub = await startHub();
  const beginning = await makeBeginning(hub, await hub.addIntegration("verified"));
  const { gathered } = hub.hub.context;

  await gathered.beginFlow(beginning);
  await gathered.beginFlow(beginning);

  expect((await flowIn(hub, beginning.flow.flow_id)).state).toBe("created");
  expect(await auditOf(hub, "integration.checked")).toHaveLength(1);
});

test("a flow that can't begin keeps no other from beginning, and leaves no record", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const good = await makeBeginning(hub, desk);
  const bad = await makeBeginning(hub, desk);
  const { gathered } = hub.hub.context;

  const ofNobody = { ...bad, flow: { ...bad.flow, user_id: newId("user") } };
  const [first, second] = await Promise.allSettled([gathered.beginFlow(ofNobody), gathered.beginFlow(good)]);

  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  expect(await auditOf(hub, "integration.checked")).toMatchObject([{ detail: { flow: good.flow.flow_id } }]);
});

test("a proxied request that is noted again is there once", async () => {
  await using hub = await startHub();
  const { gathered, db } = hub.hub.context;
  const request = {
    organisation_id: hub.organisationId,
    request_id: crypto.randomUUID(),
    at: new Date(),
    service_id: "l-1",
    user_id: hub.users.bob,
    method: "POST",
    path: "/tickets",
    status: 200,
    duration_ms: 1,
    problem: null,
    detail: null,
  };

  await gathered.noteRequest(request);
  await gathered.noteRequest({ ...request, status: 500 });

  const rows = await db.selectFrom("proxied_requests").select("status").execute();
  expect(rows).toEqual([{ status: 200 }]);
});

test("integrations that read at the same moment each get what is theirs, and nothing else", async () => {
  await using hub = await startHub();
  const desks = [await hub.addIntegration("verified"), await hub.addIntegration("verified")] as const;
  const accounts = await Promise.all(desks.map((desk, index) => hub.linkAccount(desk, "bob", `john.${index}`)));
  const read = (desk: TestIntegration, account?: string) =>
    desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts/${account}`);

  const [own, foreign, other] = await Promise.all([
    read(desks[0], accounts[0]),
    read(desks[0], accounts[1]),
    read(desks[1], accounts[1]),
  ]);

  expect(await dataOf<LinkedAccount>(own)).toMatchObject({ external_account_id: "john.0", access_token: "at-1" });
  expect(await codeOf(foreign)).toBe("LINKED_ACCOUNT_NOT_FOUND");
  expect(await dataOf<LinkedAccount>(other)).toMatchObject({ external_account_id: "john.1" });
});
