import type { LeaseAnswer, LinkedAccount } from "@joinery/contract";
import { expect, test } from "vitest";
import { codeOf, openConnections } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../testing/start-hub.ts";

const times = <Value>(count: number, make: (index: number) => Promise<Value>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));

/** Two processes of one integration: two API tokens, one account. */
async function twoProcesses(hub: TestHub) {
  await openConnections(hub);
  const desk = await hub.addIntegration("verified");
  const id = await hub.linkAccount(desk, "bob");
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${id}`;
  const { api_token: second } = await dataOf<{ api_token: string }>(
    await hub.as("ada").post(`/api/admin/integrations/${desk.service_id}/tokens`, { name: "Second process" }),
  );
  const send = (process: number, method: string, to: string, body?: unknown, headers = {}) => {
    const authorization = `Bearer ${process % 2 === 0 ? desk.api_token : second}`;
    return hub.stranger.fetch(method, to, { body, headers: { authorization, ...headers } });
  };
  return {
    desk,
    id,
    read: async () => dataOf<LinkedAccount>(await send(0, "GET", path)),
    ask: (process: number) => send(process, "POST", `${path}/lease`),
    write: (process: number, lease: string | undefined, body: unknown) =>
      send(process, "PATCH", path, body, lease === undefined ? {} : { "joinery-lease": lease }),
    release: (process: number, lease: string) =>
      send(process, "DELETE", `${path}/lease`, undefined, { "joinery-lease": lease }),
  };
}

test("of 40 callers in two processes exactly one gets the lease", async () => {
  await using hub = await startHub();
  const { ask } = await twoProcesses(hub);
  const replies = await times(40, ask);
  expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
  const codes = await Promise.all(replies.filter(({ status }) => status !== 200).map(codeOf));
  expect(codes).toEqual(Array(39).fill("LEASE_HELD"));
});

test("callers that renew whenever they get the lease use each refresh token once", async () => {
  await using hub = await startHub();
  const { ask, write, read } = await twoProcesses(hub);
  const used: (string | null)[] = [];
  await times(30, async (process) => {
    const reply = await ask(process);
    if (reply.status !== 200) return expect(await codeOf(reply)).toBe("LEASE_HELD");
    const { lease, account } = await dataOf<LeaseAnswer>(reply);
    used.push(account.refresh_token);
    const next = { access_token: `at-${used.length + 1}`, refresh_token: `rt-${used.length + 1}` };
    expect(await codeOf(await write(process, lease, next))).toBe("OK");
  });
  expect(new Set(used).size).toBe(used.length);
  expect(await read()).toMatchObject({ refresh_token: `rt-${used.length + 1}`, version: used.length + 1 });
});

test("of a late write and a newer lease at the same moment, either the write is in what the newer one reads, or it is refused", async () => {
  await using hub = await startHub();
  const { ask, write, release } = await twoProcesses(hub);
  const outcomes = new Set<string>();
  for (let round = 0; round < 12; round += 1) {
    const { lease } = await dataOf<LeaseAnswer>(await ask(0));
    hub.advance(61);
    const token = `rt-late-${round}`;
    const [late, newer] = await Promise.all([write(0, lease, { refresh_token: token }), ask(1)]);
    const { account, lease: taken } = await dataOf<LeaseAnswer>(newer);
    const isRead = account.refresh_token === token;
    const code = await codeOf(late);
    expect([code, isRead]).toEqual(isRead ? ["OK", true] : ["LEASE_SUPERSEDED", false]);
    outcomes.add(code);
    await release(1, taken);
  }
  expect(outcomes.size).toBeGreaterThan(0);
});

test("of a write without a lease and a lease at the same moment, the lease's holder never reads an older token than is stored", async () => {
  await using hub = await startHub();
  const { ask, write, read, release } = await twoProcesses(hub);
  for (let round = 0; round < 12; round += 1) {
    const token = `rt-plain-${round}`;
    const [plain, taken] = await Promise.all([write(0, undefined, { refresh_token: token }), ask(1)]);
    const { account, lease } = await dataOf<LeaseAnswer>(taken);
    expect((await read()).refresh_token).toBe(account.refresh_token);
    expect(await codeOf(plain)).toBe(account.refresh_token === token ? "OK" : "LEASE_REQUIRED");
    await release(1, lease);
  }
});

test("of a lease and a disconnect at the same moment, nobody gets a lease on what is being removed", async () => {
  await using hub = await startHub();
  const { desk, id, ask, write } = await twoProcesses(hub);
  desk.server.respond = (_request, response) => response.writeHead(500).end();
  const [reply] = await Promise.all([ask(0), hub.as("bob").post(`/api/accounts/${id}/disconnect`)]);
  expect(["OK", "DISCONNECT_IN_PROGRESS"]).toContain(await codeOf(reply.clone()));
  expect(await codeOf(await ask(1))).toBe("DISCONNECT_IN_PROGRESS");
  const lease = ((await reply.json()) as { data?: LeaseAnswer }).data?.lease ?? "A".repeat(43);
  const expected = reply.status === 200 ? "OK" : "LEASE_SUPERSEDED";
  expect(await codeOf(await write(0, lease, { refresh_token: "rt-last" }))).toBe(expected);
});
