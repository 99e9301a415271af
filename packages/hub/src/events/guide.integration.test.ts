import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startFakeIntegration } from "../testing/fake-integration.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { publishFor } from "./receiver.fixture.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** The receiver as the guide has it, in a folder from which packages are found. */
function writeReceiver(): { folder: string; file: string } {
  const guide = readFileSync(join(ROOT, "docs/guides/receive-events.md"), "utf8");
  const [, code = ""] = /<!-- file: receiver\.mjs -->\n```ts\n([\s\S]*?)^```$/m.exec(guide) ?? [];
  const cache = join(ROOT, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "receiver-"));
  const file = join(folder, "receiver.mjs");
  writeFileSync(file, code);
  return { folder, file };
}

async function freePort(): Promise<number> {
  await using server = await startFakeIntegration();
  return Number(new URL(server.url).port);
}

test("the receiver of the guide takes what the hub sends, each thing once", async () => {
  await using hub = await startHub();
  const port = await freePort();
  const { endpoint, secret } = await dataOf<{ endpoint: { endpoint_id: string }; secret: string }>(
    await hub.as("ada").post("/api/admin/events/endpoints", { url: `http://127.0.0.1:${port}/` }),
  );
  const { folder, file } = writeReceiver();
  const env = { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: secret };
  const child = spawn(process.execPath, [file], { env, stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => (await lines.next()).value as string | undefined;
  try {
    expect(await nextLine()).toBe("listening");

    await publishFor(hub, "k-1", "account.linked");
    await hub.work();
    const path = `/api/admin/events/endpoints/${endpoint.endpoint_id}/deliveries`;
    const { rows } = await dataOf<{ rows: { delivery_id: string; state: string }[] }>(await hub.as("ada").get(path));
    expect(rows).toMatchObject([{ state: "delivered" }]);
    await hub.as("ada").post(`/api/admin/events/deliveries/${rows[0]?.delivery_id}/replay`);
    await hub.work();
    await publishFor(hub, "k-1", "account.attention_needed");
    await hub.work();

    expect([await nextLine(), await nextLine()]).toEqual(["account.linked k-1", "account.attention_needed k-1"]);
  } finally {
    child.kill();
    await once(child, "close");
    rmSync(folder, { recursive: true, force: true });
  }
});
