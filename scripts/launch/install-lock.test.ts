import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";
import { withInstallLock } from "./install-lock.mjs";

/** Leaves a lock as its holder would, and answers with its path. */
async function abandonLock(folder: TemporaryFolder, pid: number): Promise<string> {
  let name = "";
  const note = async () => {
    name = readdirSync(folder.path)[0] ?? "";
  };
  await withInstallLock(folder.path, note, { folder: folder.path });
  return folder.write(name, String(pid));
}

test("installs of the same repository follow each other and leave no lock", async () => {
  using folder = createTemporaryFolder();
  let inside = 0;
  let most = 0;
  const install = () =>
    withInstallLock(
      folder.path,
      async () => {
        inside += 1;
        most = Math.max(most, inside);
        await turn();
        inside -= 1;
      },
      { folder: folder.path },
    );

  await Promise.all([install(), install(), install(), install()]);

  expect(most).toBe(1);
  expect(readdirSync(folder.path)).toEqual([]);
});

test("a failed install gives its lock back", async () => {
  using folder = createTemporaryFolder();
  const fail = () =>
    withInstallLock(folder.path, () => Promise.reject(new Error("no network")), { folder: folder.path });
  await expect(fail()).rejects.toThrow("no network");
  expect(readdirSync(folder.path)).toEqual([]);
});

test("who has to wait is told once", async () => {
  using folder = createTemporaryFolder();
  const first = Promise.withResolvers<void>();
  const told: string[] = [];
  const holder = withInstallLock(folder.path, () => first.promise, { folder: folder.path });
  const waiter = withInstallLock(folder.path, async () => told.push("inside"), {
    folder: folder.path,
    onWait: () => {
      told.push("waiting");
      first.resolve();
    },
  });
  await Promise.all([holder, waiter]);
  expect(told).toEqual(["waiting", "inside"]);
});

test("the lock of a killed process does not stand in the way", async () => {
  using folder = createTemporaryFolder();
  const dead = spawn(process.execPath, ["--version"], { stdio: "ignore" });
  await once(dead, "exit");
  await abandonLock(folder, dead.pid ?? 0);
  expect(await withInstallLock(folder.path, async () => "installed", { folder: folder.path })).toBe("installed");
});

test("a lock that nobody has touched for long is stale, even when its number belongs to somebody now", async () => {
  using folder = createTemporaryFolder();
  const path = await abandonLock(folder, process.pid);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(join(path), longAgo, longAgo);
  expect(await withInstallLock(folder.path, async () => "installed", { folder: folder.path })).toBe("installed");
});
