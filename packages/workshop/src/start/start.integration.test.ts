import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";

const LAUNCHER = fileURLToPath(new URL("../../../../scripts/run.mjs", import.meta.url));
const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** `npm start` as a process of its own. */
interface Started extends AsyncDisposable {
  output(): string;
  isReady: Promise<boolean>;
  exitCode: Promise<number | null>;
  interrupt(): void;
}

function start(settings: { port: number; folder: string; args?: string[] }): Started {
  const child: ChildProcess = spawn(process.execPath, [LAUNCHER, "start", ...(settings.args ?? [])], {
    env: { ...process.env, JOINERY_PORT: String(settings.port), JOINERY_DATA: settings.folder, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const exitCode = once(child, "exit").then(([code]) => code as number | null);
  const isReady = new Promise<boolean>((resolve) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("Ctrl-C stops")) resolve(true);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    exitCode.then(() => resolve(false));
  });
  return {
    output: () => output,
    isReady,
    exitCode,
    interrupt: () => child.kill("SIGINT"),
    async [Symbol.asyncDispose]() {
      child.kill("SIGINT");
      await exitCode;
    },
  };
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-start-"));
  folders.push(folder);
  return folder;
}

/** Below the range that systems hand out by themselves, and a different place for each run. */
let nextPort = 12_000 + (process.pid % 1_500) * 8;
function newPort(): number {
  nextPort += 4;
  return nextPort;
}

async function peopleAt(port: number): Promise<string[]> {
  const reply = await fetch(`http://127.0.0.1:${port}/api/sign-in`);
  const { data } = (await reply.json()) as { data: { development: { people: { user_id: string }[] } } };
  return data.development.people.map((person) => person.user_id);
}

async function occupy(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

test("it starts, says what to do next in under ten lines, keeps its data over Ctrl-C, and begins anew with --fresh", async () => {
  const [port, folder] = [newPort(), newFolder()];
  const first = start({ port, folder });
  expect(await first.isReady, first.output()).toBe(true);
  const introduction = first.output().slice(first.output().indexOf("Joinery is ready")).trim().split("\n");
  expect(introduction.length).toBeLessThan(10);
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200);
  const people = await peopleAt(port);
  expect(people).toHaveLength(3);

  await using second = start({ port: newPort(), folder });
  expect(await second.exitCode).toBe(1);
  expect(second.output()).toContain("Joinery is running on this data already.");

  first.interrupt();
  await first.exitCode;
  expect(first.output()).not.toMatch(/Error|at .*\.ts:/);

  const otherPort = newPort();
  const third = start({ port: otherPort, folder });
  expect(await third.isReady, third.output()).toBe(true);
  expect(await peopleAt(otherPort)).toEqual(people);
  third.interrupt();
  await third.exitCode;

  await using fresh = start({ port, folder, args: ["--fresh"] });
  expect(await fresh.isReady, fresh.output()).toBe(true);
  expect(await peopleAt(port)).not.toEqual(people);
}, 120_000);

test("a database that was begun with another vault key is one sentence and exit code 1", async () => {
  const [port, folder] = [newPort(), newFolder()];
  const first = start({ port, folder });
  expect(await first.isReady, first.output()).toBe(true);
  first.interrupt();
  await first.exitCode;

  writeFileSync(join(folder, "vault.key"), randomBytes(32).toString("base64url"));
  await using second = start({ port, folder });
  expect(await second.exitCode).toBe(1);
  expect(second.output()).toContain("The database was begun with another data folder");
  expect(second.output()).not.toMatch(/\bat .*:\d+:\d+/);
}, 60_000);

test.each([
  ["the hub's", 0],
  ["an integration's", 1],
])(
  "%s port in use is one sentence and exit code 1",
  async (_whose, offset) => {
    const port = newPort();
    const server = await occupy(port + offset);
    await using started = start({ port, folder: newFolder() });
    expect(await started.exitCode).toBe(1);
    expect(started.output()).toContain(`Port ${port + offset} is in use.`);
    expect(started.output()).not.toMatch(/\bat .*:\d+:\d+/);
    server.close();
  },
  60_000,
);

test("a data folder that can't be written to is one sentence and exit code 1", async () => {
  await using started = start({ port: newPort(), folder: "/dev/null/joinery" });
  expect(await started.exitCode).toBe(1);
  expect(started.output()).toContain("The data folder can't be written to");
}, 60_000);

test("wrong settings are named all at once, without their values", async () => {
  await using started = start({ port: 80, folder: newFolder(), args: ["--frehs"] });
  expect(await started.exitCode).toBe(1);
  expect(started.output()).toContain("JOINERY_PORT must be");
  expect(started.output()).toContain("npm start -- --fresh");
}, 60_000);
