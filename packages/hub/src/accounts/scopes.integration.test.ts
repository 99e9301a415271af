import type { AccountView, IntegrationsView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

/** Completes a connect of Bob's with the scopes that the service says it has granted. */
async function link(hub: TestHub, desk: TestIntegration, scopes: string[]): Promise<string> {
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const saved = await saveFor(hub, desk, "bob", proofOf(held), { scopes });
  return (await dataOf<{ linked_account_id: string }>(saved)).linked_account_id;
}

const ask = async (hub: TestHub, desk: TestIntegration, scopes: string[]) =>
  dataOf(await hub.as("ada").patch(`/api/admin/integrations/${desk.service_id}`, { scopes }));
const pageOf = async (hub: TestHub, id: string) =>
  (await dataOf<AccountView>(await hub.as("bob").get(`/api/accounts/${id}`))).account;

test("scopes that are asked for later need consent: the account goes on working, and a reconnect in place clears it", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await ask(hub, desk, ["tickets:read"]);
  const id = await link(hub, desk, ["tickets:read"]);
  expect(await pageOf(hub, id)).toMatchObject({ state: "active", needs_consent: false, missing_scopes: [] });

  await ask(hub, desk, ["tickets:read", "tickets:write", "people:read"]);
  expect(await pageOf(hub, id)).toMatchObject({
    state: "active",
    attention_reason: null,
    needs_consent: true,
    missing_scopes: ["tickets:write", "people:read"],
  });
  const { integrations } = await dataOf<IntegrationsView>(await hub.as("bob").get("/api/integrations"));
  expect(integrations.flatMap(({ accounts }) => accounts)).toMatchObject([{ needs_consent: true, state: "active" }]);
  const read = await desk.api.get(`/v2/user/${hub.users.bob}/linked-accounts/${id}`);
  expect(await dataOf(read)).toMatchObject({ state: "active", access_token: "at-1" });

  expect(await link(hub, desk, ["tickets:read", "tickets:write", "people:read"])).toBe(id);
  expect(await pageOf(hub, id)).toMatchObject({ needs_consent: false, missing_scopes: [] });
});

test("a person who allows less than is asked for keeps what they allowed", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await ask(hub, desk, ["tickets:read", "tickets:write"]);
  const id = await link(hub, desk, ["tickets:read"]);
  expect(await pageOf(hub, id)).toMatchObject({ state: "active", missing_scopes: ["tickets:write"] });
});

test("an account whose scopes nobody has told is not asked about", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await ask(hub, desk, ["tickets:read"]);
  expect(await pageOf(hub, await link(hub, desk, []))).toMatchObject({ needs_consent: false, missing_scopes: [] });
});
