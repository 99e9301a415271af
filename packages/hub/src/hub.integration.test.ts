import type { Receipt } from "@joinery/contract";
import type { AccountView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { dataOf, startHub } from "./testing/start-hub.ts";

test("an account is linked, read, used and disconnected through a verified integration", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "ada");

  const page = await dataOf<AccountView>(await hub.as("ada").get(`/api/accounts/${account}`));
  expect(page.account).toMatchObject({ external_account_id: "john.doe", state: "active", verified: true });
  const used = await hub.as("ada").post(`/connector/${desk.service_id}/tickets`, { title: "Printer" });
  expect(await used.json()).toMatchObject({ method: "POST", path: "/tickets", body: '{"title":"Printer"}' });

  const receipt = await dataOf<Receipt>(
    await hub.as("ada").delete(`/connector/${desk.service_id}/linked-accounts/${account}`),
  );
  expect(receipt).toMatchObject({
    external_account_id: "john.doe",
    acknowledged: { state: "acknowledged", attempts: 1 },
    withdrawn: { state: "revoked" },
  });
  expect((await hub.as("ada").get(`/api/accounts/${account}`)).status).toBe(404);
});

test("a plain integration links an account after Connect, and it is shown as unverified", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await hub.linkAccount(plain, "bob");

  const page = await dataOf<AccountView>(await hub.as("bob").get(`/api/accounts/${account}`));
  expect(page.account).toMatchObject({ state: "active", verified: false });
});
