import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runCommand } from "../../../scripts/processes/run-command.ts";

/** Where the runtimes are: a small project of its own, because nobody else needs 1.2 GB of them. */
export const FOLDER = import.meta.dirname;

const INSTALLED = join(FOLDER, "node_modules/.installed");

/** Installs what the lock file names, unless it is there. */
export async function installRuntimes(): Promise<void> {
  const wanted = createHash("sha256")
    .update(readFileSync(join(FOLDER, "package-lock.json")))
    .digest("hex");
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, "utf8") === wanted) return;
  console.log("Installing the runtimes, once.");
  // Without scripts: the packages are binaries, nothing has to be made.
  const args = ["ci", "--ignore-scripts", "--loglevel=error"];
  const { exitCode, output } = await runCommand("npm", args, { cwd: FOLDER, quiet: true });
  if (exitCode !== 0) throw new Error(`The runtimes could not be installed.\n${output.trim()}`);
  writeFileSync(INSTALLED, wanted);
}
