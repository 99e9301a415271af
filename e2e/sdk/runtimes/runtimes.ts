import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { FOLDER } from "./install-runtimes.ts";

/** Where an integration may run, as the table calls it. */
export const RUNTIMES = ["Node 20", "Node 22", "Node 24", "Bun", "Deno", "workerd"] as const;
export type Runtime = (typeof RUNTIMES)[number];

/** The file of each, for the machine's processor; packages bring them, none is looked for elsewhere. */
const FILES: Record<Runtime, Partial<Record<string, string>>> = {
  "Node 20": { x64: "node-20-linux-x64/bin/node", arm64: "node-20-linux-arm64/bin/node" },
  "Node 22": { x64: "node-22-linux-x64/bin/node", arm64: "node-22-linux-arm64/bin/node" },
  "Node 24": { x64: "node-24-linux-x64/bin/node", arm64: "node-24-linux-arm64/bin/node" },
  // The baseline build runs on every x64 processor, also without AVX2.
  Bun: { x64: "@oven/bun-linux-x64-baseline/bin/bun", arm64: "@oven/bun-linux-aarch64/bin/bun" },
  Deno: { x64: "@deno/linux-x64-glibc/deno", arm64: "@deno/linux-arm64-glibc/deno" },
  workerd: {
    x64: "@cloudflare/workerd-linux-64/bin/workerd",
    arm64: "@cloudflare/workerd-linux-arm64/bin/workerd",
  },
};

/** The program of a runtime. Throws when there is none for this machine: a suite must not pass by leaving it out. */
export function binaryOf(runtime: Runtime): string {
  const file = process.platform === "linux" ? FILES[runtime][process.arch] : undefined;
  if (file === undefined) {
    throw new Error(
      `${runtime} is not tried on ${process.platform} ${process.arch}: run this suite on Linux, x64 or arm64.`,
    );
  }
  const path = join(FOLDER, "node_modules", file);
  if (!existsSync(path)) throw new Error(`${runtime} is not installed: ${path} is missing.`);
  return path;
}

/** The version that a runtime says it is, such as `24.21.0`. Throws when it does not run. */
export async function versionOf(runtime: Runtime): Promise<string> {
  const { stdout } = await promisify(execFile)(binaryOf(runtime), ["--version"]);
  const version = /(\d+\.\d+\.\d+|\d{4}-\d\d-\d\d)/.exec(stdout)?.[0];
  if (version === undefined) throw new Error(`${runtime} does not say which version it is: ${stdout}`);
  return version;
}
