import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { fileSpool } from "./file-spool.ts";

const WRITER = join(import.meta.dirname, "..", "testing", "spool-writer.process.ts");
const HOST_ELSEWHERE = JSON.stringify({ pid: 1, host: "another-machine.example" });

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "joinery-spool-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a process that is not ours has left in a spool. */
async function leaveBehind(folder: string, sign: string): Promise<string> {
  const spool = fileSpool(folder);
  await spool.put("left", "sealed");
  const [part = ""] = await readdir(folder);
  await writeFile(join(folder, part, "owner.json"), sign);
  return join(folder, part);
}

const endedProcess = async () => {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return JSON.stringify({ pid: child.pid, host: hostname() });
};

test("what is put is there until it is removed, and the newest under a name counts", async () => {
  const spool = fileSpool(await newFolder());
  expect(await spool.list()).toEqual([]);
  await spool.put("one", "1");
  await spool.put("two", "2");
  await spool.put("one", "1 again");

  expect((await spool.list()).toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
    { name: "one", sealed: "1 again" },
    { name: "two", sealed: "2" },
  ]);
  await spool.remove("one");
  await spool.remove("one");
  expect(await spool.list()).toEqual([{ name: "two", sealed: "2" }]);
});

test("nobody but the owner may read what is in it, and a name can't leave the folder", async () => {
  const folder = await newFolder();
  const spool = fileSpool(folder);
  await spool.put("../../outside", "sealed");

  const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(sealed|json)$/.test(file));
  const modes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).mode & 0o777));

  expect(modes).toEqual([0o600, 0o600]);
  expect(await spool.list()).toEqual([{ name: "../../outside", sealed: "sealed" }]);
});

test("a folder of which nobody can write is refused at the start", async () => {
  const folder = await newFolder();
  await writeFile(join(folder, "file"), "");
  expect(() => fileSpool(join(folder, "file"))).toThrow();
});

test("the part of a living process is left alone, also by another spool of the same one", async () => {
  const folder = await newFolder();
  await fileSpool(folder).put("busy", "sealed");

  expect(await fileSpool(folder).list()).toEqual([]);
});

test("the part of a process that has ended is taken over at once, and nothing of it stays", async () => {
  const folder = await newFolder();
  const part = await leaveBehind(folder, await endedProcess());
  const spool = fileSpool(folder);

  expect(await spool.list()).toEqual([{ name: "left", sealed: "sealed" }]);
  expect(await spool.list()).toEqual([{ name: "left", sealed: "sealed" }]);
  await expect(stat(part)).rejects.toThrow();
});

test("of several that take over one gets it", async () => {
  const folder = await newFolder();
  await leaveBehind(folder, await endedProcess());

  const lists = await Promise.all(Array.from({ length: 5 }, () => fileSpool(folder).list()));

  expect(lists.flat()).toEqual([{ name: "left", sealed: "sealed" }]);
});

test("our own number on a part that is not ours: it was given to us after a restart", async () => {
  const folder = await newFolder();
  const part = await leaveBehind(folder, JSON.stringify({ pid: process.pid, host: hostname() }));
  const renamed = join(folder, `process-${crypto.randomUUID()}`);
  await rename(part, renamed);

  expect(await fileSpool(folder).list()).toEqual([{ name: "left", sealed: "sealed" }]);
});

test("a process of another machine has ended once it has been silent for a minute", async () => {
  const folder = await newFolder();
  const part = await leaveBehind(folder, HOST_ELSEWHERE);
  const spool = fileSpool(folder);
  expect(await spool.list()).toEqual([]);

  const longAgo = new Date(Date.now() - 61_000);
  await utimes(join(part, "owner.json"), longAgo, longAgo);

  expect(await spool.list()).toEqual([{ name: "left", sealed: "sealed" }]);
});

test("who was taken for dead goes on in a new part", async () => {
  const folder = await newFolder();
  const spool = fileSpool(folder);
  await spool.put("one", "1");
  const [part = ""] = await readdir(folder);
  await rm(join(folder, part), { recursive: true });

  await spool.put("two", "2");

  expect(await spool.list()).toEqual([{ name: "two", sealed: "2" }]);
});

test("killed at any moment, a process leaves whole entries only, and every one that it was told is kept", async () => {
  for (let round = 0; round < 5; round += 1) {
    const folder = await newFolder();
    const child = spawn(process.execPath, [WRITER], { env: { ...process.env, SPOOL: folder }, stdio: "pipe" });
    const told: string[] = [];
    const lines = createInterface({ input: child.stdout });
    lines.on("line", (line) => {
      if (told.push(line) === 5 + round * 7) child.kill("SIGKILL");
    });
    // What it said may be read to its end before the process is gone.
    await Promise.all([once(lines, "close"), once(child, "exit")]);

    const kept = await fileSpool(folder).list();

    const names = new Set(kept.map(({ name }) => name));
    const lost = told.filter((name, index) => !names.has(name) && index % 3 !== 1);
    expect(lost).toEqual([]);
    expect(kept.filter(({ name, sealed }) => sealed !== `${name} ${"x".repeat(20_000)}`)).toEqual([]);
  }
}, 60_000);
