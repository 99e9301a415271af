import { join } from "node:path";
import { startHub } from "@joinery/testing";
import { expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");

test("against a hub that speaks Blink's contract only, a person connects, files a ticket and disconnects", async () => {
  await using hub = await startHub({ kind: "blink" });
  await hub.run({ command: process.execPath, args: [MAIN] });

  const { account, reads } = await hub.connect("ada");
  const filed = await hub.act("ada", "POST", "/tickets", { title: "Broken chair" });
  const { receipt } = await hub.disconnect("ada", account?.linked_account_id ?? "");

  expect(reads).toContain("Acme Desk is connected");
  expect(account).toMatchObject({ user_id: hub.users.ada, external_account_id: "john.doe" });
  expect(await filed.json()).toEqual({ message: "Ticket AD-1001 filed in Acme Desk." });
  expect(receipt).toMatchObject({ acknowledged: { state: "acknowledged" } });
  expect(hub.service.liveGrants("john.doe")).toBe(0);
});

test("what a person was sent to at Acme Desk is of no use in another browser", async () => {
  await using hub = await startHub({ kind: "blink" });
  await hub.run({ command: process.execPath, args: [MAIN] });

  const { linked } = await hub.connect("eve", { openedBy: "bob", forwarded: "service" });

  expect(linked).toEqual([]);
  expect(hub.service.ledger.entries({ kind: "token_request" })).toEqual([]);
});
