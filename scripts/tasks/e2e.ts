import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findChromium } from "../browser/find-chromium.ts";
import { ensurePages } from "../pages/ensure-pages.ts";
import { provideTestDatabase } from "../postgres/test-database.ts";
import { listenForInterruption } from "../processes/interruption.ts";
import { ROOT } from "../root.ts";
import { runVitest } from "../vitest/run-vitest.ts";

const FOLDER = join(ROOT, "e2e");
const SUFFIX = ".spec.ts";

/** Runs one suite, or all of them one after the other, each in Chromium and on a database. */
async function runSuites(suites: readonly string[]): Promise<number> {
  const available = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(SUFFIX) && !name.includes("node_modules"))
    .sort();
  const unknown = suites.find((suite) => !existsSync(join(FOLDER, suite + SUFFIX)));
  if (unknown !== undefined || available.length === 0) {
    const names = available.map((name) => name.slice(0, -SUFFIX.length)).join(", ") || "none yet";
    console.error(`${unknown ? `There is no suite "${unknown}". ` : ""}The suites are: ${names}.`);
    return 1;
  }
  const chromium = findChromium();
  if (chromium === undefined) {
    console.error("The suites need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM_PATH.");
    return 1;
  }
  const interruption = listenForInterruption();
  await ensurePages({ signal: interruption.signal });
  await using database = await provideTestDatabase();
  console.log(`${database.summary}\nbrowser: ${chromium}`);
  const files = suites.map((suite) => join(FOLDER, suite + SUFFIX));
  const exitCode = await runVitest(join(FOLDER, "vitest.config.ts"), files, {
    env: { ...database.env, CHROMIUM_PATH: chromium },
    signal: interruption.signal,
  });
  console.log(`${database.summary}\nbrowser: ${chromium}`);
  return interruption.exitCode(exitCode);
}

process.exitCode = await runSuites(process.argv.slice(2));
