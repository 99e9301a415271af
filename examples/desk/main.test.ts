import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { startHub } from "@joinery/testing";
import { expect, test } from "vitest";

const MAIN = join(import.meta.dirname, "main.ts");

test("a person connects, files a ticket as themselves, and disconnects", async () => {
  await using hub = await startHub();
  await hub.run({ command: process.execPath, args: [MAIN] });

  const { account, ended_at } = await hub.connect("ada");

  expect(ended_at).toMatch(/\/connect\/f-[0-9a-f-]+\/done$/);
  expect(account).toMatchObject({ user_id: hub.users.ada, external_account_id: "john.doe", verified: true });

  const filed = await hub.act("ada", "POST", "/tickets", { title: "Broken chair" });
  expect(await filed.json()).toEqual({ message: "Ticket AD-1001 filed in Acme Desk." });
  expect(hub.service.tickets.list("john.doe")).toMatchObject([{ title: "Broken chair" }]);

  hub.service.expireAccessTokens();
  expect(await hub.act("ada", "POST", "/tickets", { title: "Broken lamp" })).toMatchObject({ status: 200 });
  expect(hub.service.ledger.entries({ kind: "token_request" })).toHaveLength(1);
  expect(hub.service.ledger.entries({ kind: "refresh" })).toHaveLength(1);

  const { receipt } = await hub.disconnect("ada", account?.linked_account_id ?? "");
  expect(receipt).toMatchObject({ acknowledged: { state: "acknowledged" }, withdrawn: { state: "revoked" } });
  expect(hub.service.liveGrants("john.doe")).toBe(0);
  expect(await hub.accounts("ada")).toEqual([]);
});

test("a person who denies links nothing", async () => {
  await using hub = await startHub();
  await hub.run({ command: process.execPath, args: [MAIN] });
  hub.service.deny();

  const { account, problem } = await hub.connect("ada");

  expect(account).toBeUndefined();
  expect(problem).toEqual({ code: "refused", sentence: "access_denied" });
  expect(hub.service.ledger.entries({ kind: "token_request" })).toEqual([]);
});

test("without its settings it names what is missing and ends", async () => {
  const child = spawn(process.execPath, [MAIN], {
    env: { JOINERY_HUB: "http://127.0.0.1:1" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  child.stderr?.on("data", (data) => said.push(String(data)));

  const [code] = await once(child, "close");

  expect(code).toBe(1);
  expect(said.join("")).toContain("Set JOINERY_SERVICE_ID, JOINERY_AUTH_ID, JOINERY_PROXY_SECRET");
});
