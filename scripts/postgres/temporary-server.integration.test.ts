import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test, vi } from "vitest";
import { createTemporaryFolder, type TemporaryFolder } from "../temporary-folder.ts";
import { startTemporaryServer } from "./temporary-server.ts";

const MODULE = new URL("temporary-server.ts", import.meta.url).href;

const INITDB = '#!/bin/sh\nmkdir "$2"\n';
/** Says where it runs, as the real one does in its log, and ends on the signal for a fast shutdown. */
const POSTGRES = `#!/usr/bin/env node
const fs = require("node:fs");
process.once("SIGINT", () => process.exit(0));
setInterval(() => {}, 1_000);
console.error("starting PostgreSQL 99.1 on x86_64");
fs.writeFileSync(__dirname + "/arguments", process.argv.join(" "));
fs.writeFileSync(__dirname + "/started", process.argv[3]);
console.error("database system is ready to accept connections");
`;

/** Stand-ins for the server's programs, because what is tested is what we do around them. */
function binaries(postgres = POSTGRES, initdb = INITDB): TemporaryFolder {
  const folder = createTemporaryFolder();
  chmodSync(folder.path, 0o777);
  folder.write("initdb", initdb, 0o755);
  folder.write("postgres", postgres, 0o755);
  return folder;
}

function dataFolder(folder: TemporaryFolder): string {
  return readFileSync(join(folder.path, "started"), "utf8").trim();
}

test("a server is ready when it is handed over, and gone without a trace when given back", async () => {
  using folder = binaries();
  const server = await startTemporaryServer(folder.path);
  expect(server.version).toBe("PostgreSQL 99.1");
  expect(server.url).toMatch(/^postgres:\/\/joinery@127\.0\.0\.1:\d+\/postgres$/);
  expect(existsSync(dataFolder(folder))).toBe(true);

  await server[Symbol.asyncDispose]();

  expect(existsSync(join(dataFolder(folder), ".."))).toBe(false);
});

test("a server for tests does not wait for the disk, one whose speed matters does", async () => {
  using folder = binaries();
  const settings = () => readFileSync(join(folder.path, "arguments"), "utf8");
  await (await startTemporaryServer(folder.path))[Symbol.asyncDispose]();
  expect(settings()).toContain("fsync=off");
  await (await startTemporaryServer(folder.path, { durable: true }))[Symbol.asyncDispose]();
  expect(settings()).not.toMatch(/fsync|synchronous_commit|full_page_writes/);
});

test("a test run that is killed leaves no server and no folder", async () => {
  using folder = binaries();
  const script = `
    import { startTemporaryServer } from "${MODULE}";
    await startTemporaryServer("${folder.path}");
    console.log("ready");
    setInterval(() => {}, 1_000);`;
  const run = spawn(process.execPath, ["--input-type=module-typescript", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: run.stdout }), "line");
  expect(existsSync(dataFolder(folder))).toBe(true);

  run.kill("SIGKILL");

  await vi.waitUntil(() => !existsSync(join(dataFolder(folder), "..")), { timeout: 10_000 });
});

test("a server that does not start says why", async () => {
  using folder = binaries('#!/bin/sh\necho "FATAL: no shared memory" >&2\nexit 1\n');
  await expect(startTemporaryServer(folder.path)).rejects.toThrow("no shared memory");
});

test("a cluster that can't be made says why", async () => {
  using folder = binaries(POSTGRES, '#!/bin/sh\necho "initdb: no space" >&2\nexit 1\n');
  await expect(startTemporaryServer(folder.path)).rejects.toThrow("no space");
});

test("another port is tried when somebody took ours", async () => {
  const portTaken =
    'if (!fs.existsSync(tried)) { fs.writeFileSync(tried, ""); throw new Error("could not bind IPv4"); }';
  using folder = binaries(
    POSTGRES.replace("setInterval", `const tried = __dirname + "/tried"; ${portTaken}\nsetInterval`),
  );
  await using server = await startTemporaryServer(folder.path);
  expect(server.version).toBe("PostgreSQL 99.1");
});
