import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { startHub } from "./start-hub.ts";

test("a person who denies links nothing", async () => {
  await using hub = await startHub();
  await hub.run({ command: process.execPath, args: [join(import.meta.dirname, "../../../examples/desk/main.ts")] });

  const { account, problem } = await hub.connect("ada", { answer: "deny" });

  assert.equal(account, undefined);
  assert.deepEqual(problem, { code: "refused", sentence: "access_denied" });
});
