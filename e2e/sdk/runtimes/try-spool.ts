import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Programs } from "./build-programs.ts";
import { binaryOf, type Runtime } from "./runtimes.ts";

/** What other processes find in a spool while its owner lives, after it was killed, and when it has been silent for a minute. */
export interface SpoolFindings {
  whileAlive: unknown;
  afterKill: unknown;
  afterSilence: unknown;
}

/** Longer than the SDK waits for a sign of life. */
const SILENCE_MS = 61_000;

/** Puts something into a folder in one process of a runtime, kills it, and looks with other processes. */
export async function trySpool(runtime: Runtime, programs: Programs, folder: string): Promise<SpoolFindings> {
  const start = (doing: "put" | "list") =>
    spawn(binaryOf(runtime), [...flagsOf(runtime, folder), programs.pathOf("spool"), doing, folder], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env.PATH ?? "", DENO_DIR: `${folder}-deno`, DENO_NO_UPDATE_CHECK: "1" },
    });
  const look = async () => JSON.parse(await firstLineOf(start("list"))) as unknown;

  const owner = start("put");
  try {
    await firstLineOf(owner);
    const whileAlive = await look();
    const ended = once(owner, "close");
    owner.kill("SIGKILL");
    await ended;
    const afterKill = await look();
    fallSilent(folder);
    return { whileAlive, afterKill, afterSilence: await look() };
  } finally {
    owner.kill("SIGKILL");
  }
}

/** As if all owners had given their last sign of life long ago. */
function fallSilent(folder: string): void {
  const then = new Date(Date.now() - SILENCE_MS);
  for (const part of readdirSync(folder)) utimesSync(join(folder, part, "owner.json"), then, then);
}

function flagsOf(runtime: Runtime, folder: string): string[] {
  if (runtime !== "Deno") return [];
  const permissions = ["--allow-env", "--allow-read", `--allow-write=${folder}`, "--allow-sys=hostname,uid,gid"];
  return ["run", "--quiet", "--no-lock", "--node-modules-dir=manual", ...permissions];
}

async function firstLineOf(child: ReturnType<typeof spawn>): Promise<string> {
  if (child.stdout === null) throw new Error("There is no output to read.");
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`It has ended with exit code ${child.exitCode} and said nothing.`);
}
