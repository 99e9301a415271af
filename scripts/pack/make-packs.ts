import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePages } from "../pages/ensure-pages.ts";
import { runCommand } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";
import { compilePackages } from "./compile.ts";
import { PACKS } from "./packs.ts";
import { stagePack } from "./stage.ts";

/** Where the tarballs are put. */
export const PACKS_FOLDER = join(ROOT, "build/packs");

/** How packing is done. */
export interface PackOptions {
  /** Folders of the packages to pack; all unless given. */
  only?: readonly string[];
  target?: string;
  signal?: AbortSignal;
}

/** Makes the tarballs; resolves to their paths. Several may pack at once: each works in a folder of its own. */
export async function makePacks({ only, target = PACKS_FOLDER, signal }: PackOptions = {}): Promise<string[]> {
  const work = mkdtempSync(join(tmpdir(), "joinery-pack-"));
  try {
    const compiled = join(work, "compiled");
    await ensurePages(signal === undefined ? {} : { signal });
    const packs = PACKS.filter(({ folder }) => only === undefined || only.includes(folder));
    await compilePackages(compiled, [...new Set(packs.flatMap(({ folder, bundles }) => [folder, ...bundles]))], signal);
    const faults = packs.flatMap((pack) => stagePack(pack, compiled, join(work, "staged", pack.folder)));
    if (faults.length > 0) throw new Error(`The tarballs would not work.\n${[...new Set(faults)].join("\n")}`);
    const tarballs = join(work, "tarballs");
    mkdirSync(tarballs);
    const folders = packs.map(({ folder }) => join(work, "staged", folder));
    const args = ["pack", ...folders, "--pack-destination", tarballs, "--ignore-scripts", "--loglevel=error"];
    const { exitCode, output } = await runCommand("npm", args, { cwd: work, quiet: true, signal });
    if (exitCode !== 0) throw new Error(`npm could not pack.\n${output.trim()}`);
    return readdirSync(tarballs).map((name) => place(join(tarballs, name), join(target, name)));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Nobody ever sees half a tarball. */
function place(from: string, to: string): string {
  mkdirSync(join(to, ".."), { recursive: true });
  const beside = `${to}.${process.pid}`;
  copyFileSync(from, beside);
  renameSync(beside, to);
  return to;
}
