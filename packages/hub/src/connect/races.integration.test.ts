import { challengeOf, type LinkedAccount, randomToken256 } from "@joinery/contract";
import { expect, test } from "vitest";
import {
  accountsOf,
  auditOf,
  codeOf,
  flowIn,
  openConnections,
  pressConnect,
  proofOf,
  saveFor,
} from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";

const times = <Value>(count: number, make: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

test("of 20 parallel claims exactly one is allowed", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("redeemed", desk, "bob");
  const codes = await times(20, async () => codeOf(await desk.api.post(`/v2/connect/${flow}/claim`)));
  expect(codes.filter((code) => code === "OK")).toHaveLength(1);
  expect(codes.filter((code) => code === "FLOW_CLAIMED")).toHaveLength(19);
});

test("of 20 parallel redeems exactly one learns the user", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const { flow, code, verifier } = await hub.connectUpTo("verified", desk, "bob");
  const codes = await times(20, async () =>
    codeOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier })),
  );
  expect(codes.filter((answer) => answer === "OK")).toHaveLength(1);
  expect((await flowIn(hub, flow)).state).toBe("redeemed");
});

test("parallel saves of one flow with its key are one account and one answer", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const replies = await times(8, () => saveFor(hub, desk, "bob", proofOf(held)));
  expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(201));
  const ids = await Promise.all(replies.map(async (reply) => (await dataOf<LinkedAccount>(reply)).linked_account_id));
  expect(new Set(ids).size).toBe(1);
  expect(await accountsOf(hub, desk, "bob")).toHaveLength(1);
  expect(await auditOf(hub, "account.linked")).toHaveLength(1);
});

test("two flows that bring the same identity at the same moment end in one account, and both are complete", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const flows = await times(6, () => hub.connectUpTo("claimed", desk, "bob"));
  const replies = await Promise.all(flows.map((held) => saveFor(hub, desk, "bob", proofOf(held))));
  expect(replies.map((reply) => reply.status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
  const [account, ...more] = await accountsOf(hub, desk, "bob");
  expect(more).toEqual([]);
  for (const { flow } of flows) {
    expect(await flowIn(hub, flow)).toMatchObject({
      state: "completed",
      linked_account_id: account?.linked_account_id,
    });
  }
});

test("parallel saves of a plain integration with one key use one Connect", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const plain = await hub.addIntegration("plain");
  await dataOf(await pressConnect(hub, plain, "bob"));
  const replies = await times(8, () => saveFor(hub, plain, "bob", { "idempotency-key": "one" }));
  expect(replies.map((reply) => reply.status)).toEqual(Array(8).fill(201));
  expect(await accountsOf(hub, plain, "bob")).toHaveLength(1);
});

test("parallel saves of a plain integration make one account for each Connect", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const plain = await hub.addIntegration("plain");
  await dataOf(await pressConnect(hub, plain, "bob"));
  await dataOf(await pressConnect(hub, plain, "bob"));
  const codes = await times(6, async (index) =>
    codeOf(await saveFor(hub, plain, "bob", {}, { external_account_id: `label-${index}` })),
  );
  expect(codes.sort()).toEqual([...Array(4).fill("CONNECT_REQUIRED"), "OK", "OK"]);
  expect(await accountsOf(hub, plain, "bob")).toHaveLength(2);
});

test("verify and cancel at the same moment end in a refused flow whose code is worth nothing", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  await times(8, async () => {
    const { flow } = await hub.connectUpTo("created", desk, "bob");
    const verifier = randomToken256();
    const challenge = await challengeOf(verifier);
    const [verified] = await Promise.all([
      hub.as("bob").get(`/connect/${flow}/verify?challenge=${challenge}`),
      hub.as("bob").post(`/connect/${flow}/cancel`),
    ]);
    const location = new URL(verified.headers.get("location") ?? "", "http://127.0.0.1:4000");
    const code = location.searchParams.get("code") ?? randomToken256();
    expect(await codeOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }))).toBe("FLOW_REFUSED");
    expect((await flowIn(hub, flow)).state).toBe("refused");
  });
});

test("claim and burn at the same moment: whoever comes first decides, and the other one reads it", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  await times(8, async () => {
    const { flow } = await hub.connectUpTo("redeemed", desk, "bob");
    const [claimed, burned] = await Promise.all([
      desk.api.post(`/v2/connect/${flow}/claim`).then(codeOf),
      desk.api.post(`/v2/connect/${flow}/refuse`, { reason: "browser_mismatch" }).then(codeOf),
    ]);
    const { state } = await flowIn(hub, flow);
    expect([
      ["OK", "FLOW_CLAIMED", "claimed"],
      ["FLOW_BURNED", "OK", "burned"],
    ]).toContainEqual([claimed, burned, state]);
  });
});

test("disconnecting and saving the same identity at the same moment never brings the account back", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const [gone] = await Promise.all([
    hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${account}`),
    saveFor(hub, desk, "bob", proofOf(held)),
  ]);
  expect(await codeOf(gone)).toBe("OK");
  const ids = (await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id);
  expect(ids).not.toContain(account);
});
