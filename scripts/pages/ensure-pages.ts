import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";
import { digestPagesInputs } from "./pages-inputs.ts";

/**
 * Written last, so that its presence says: the pages beside it are complete. `npm start` removes it before a build, and
 * what serves the pages may wait for it.
 */
export const PAGES_MARK = join(ROOT, "packages/web/dist/.inputs");

/** How the pages are built. */
export interface EnsurePagesOptions {
  /** Builds even when nothing has changed. */
  force?: boolean;
  signal?: AbortSignal;
}

/** Builds the pages unless they are up to date (a few milliseconds then). Rejects with the tool's own words. */
export async function ensurePages({ force = false, signal }: EnsurePagesOptions = {}): Promise<void> {
  const digest = digestPagesInputs();
  if (!force && arePagesCurrent(digest)) return;
  rmSync(PAGES_MARK, { force: true });
  const vite = join(ROOT, "node_modules/vite/bin/vite.js");
  const args = [vite, "build", "--logLevel", "warn", "--outDir", dirname(PAGES_MARK), "--emptyOutDir"];
  const result = await runNode(args, { cwd: join(ROOT, "packages/web"), quiet: true, signal });
  if (result.exitCode !== 0) throw new Error(`The pages could not be built.\n${result.output}`);
  mkdirSync(dirname(PAGES_MARK), { recursive: true });
  writeFileSync(PAGES_MARK, digest);
}

/** Whether the built pages belong to the present sources. */
export function arePagesCurrent(digest: string = digestPagesInputs()): boolean {
  return existsSync(PAGES_MARK) && readFileSync(PAGES_MARK, "utf8") === digest;
}
