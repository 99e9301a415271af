import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readersEnvironment } from "../../scripts/docs/guides/readers-environment.ts";
import { makePacks } from "../../scripts/pack/make-packs.ts";
import { ROOT } from "../../scripts/root.ts";
import { findFreePorts } from "../world/free-ports.ts";
import { launchChromium } from "../world/launch-chromium.ts";
import { createPerson } from "../world/person.ts";
import { openTerminal } from "./terminal.ts";

/** From an empty folder to a green run, as a stranger would, on packed tarballs and the machine's own Node. */

const place = mkdtempSync(join(tmpdir(), "joinery-init-"));
const packs = join(place, "packs");
const cli = join(packs, "joinery-cli-0.0.0.tgz");
const times: Record<string, number> = {};

beforeAll(async () => {
  await makePacks({ only: ["sdk", "testing", "cli"], target: packs });
});

afterAll(() => {
  const whole = Object.values(times).reduce((sum, seconds) => sum + seconds, 0);
  console.log("init-to-green", JSON.stringify({ ...times, whole: Math.round(whole * 10) / 10 }));
  rmSync(place, { recursive: true, force: true });
});

async function timed<Result>(name: string, act: () => Promise<Result>): Promise<Result> {
  const startedAt = performance.now();
  const result = await act();
  times[name] = Math.round((performance.now() - startedAt) / 100) / 10;
  return result;
}

/** A home without anything of this repository: no Node of its own, no settings. */
async function environmentOf(folder: string): Promise<{ env: NodeJS.ProcessEnv; port: number }> {
  const port = await findFreePorts(6);
  const env = { ...readersEnvironment(process.env, { root: ROOT, home: folder }), NO_COLOR: "1" };
  return { env: { ...env, JOINERY_PORT: String(port), PORT: String(port + 5) }, port };
}

test("init, dev, a connect in Chromium, and a green conformance run", async () => {
  const { env, port } = await environmentOf(place);
  await using outside = openTerminal(place, env);
  const npx = ["--yes", "--package", cli, "joinery"];

  const made = await timed("init", () => outside.run("npx", [...npx, "init", "acme", "--yes", "--packages", packs]));
  expect(made.stderr + made.stdout).toContain("Next");
  expect(made.exitCode).toBe(0);

  await using inside = openTerminal(join(place, "acme"), env);
  const installed = await timed("npm install", () => inside.run("npm", ["install", "--no-audit", "--no-fund"]));
  expect(installed.exitCode).toBe(0);
  await timed("npm run dev", () => inside.start("npm", ["run", "dev"], /listens on/));

  await timed("connect", async () => {
    const browser = await launchChromium();
    try {
      const ada = await createPerson(await browser.newContext(), `http://127.0.0.1:${port}`);
      await ada.signIn("Ada");
      await ada.connect("Acme Desk", "john.doe");
    } finally {
      await browser.close();
    }
  });

  const report = await timed("conformance", () => inside.run("npx", ["joinery", "conformance", "--json"]));
  const { counts } = JSON.parse(report.stdout);
  console.log("conformance", JSON.stringify(counts));
  expect(counts.failed).toBe(0);
  expect(counts.passed).toBeGreaterThan(50);
  expect(report.exitCode).toBe(0);

  const again = await outside.run("npx", [...npx, "init", "acme", "--yes", "--packages", packs]);
  expect(again.exitCode).not.toBe(0);
  expect(again.stderr).toMatch(/package\.json/);
}, 300_000);

test("the same for Blink: its tests pass, and conformance starts everything for itself", async () => {
  const folder = join(place, "for-blink");
  const { env } = await environmentOf(place);
  await using outside = openTerminal(place, env);
  const args = ["--yes", "--package", cli, "joinery", "init", folder, "--blink", "--yes", "--packages", packs];
  expect((await outside.run("npx", args)).exitCode).toBe(0);

  await using inside = openTerminal(folder, env);
  expect((await inside.run("npm", ["install", "--no-audit", "--no-fund"])).exitCode).toBe(0);
  const report = await inside.run("npx", ["joinery", "conformance", "--json", "--", "node", "src/main.ts"]);

  const { counts } = JSON.parse(report.stdout);
  console.log("conformance of Blink mode", JSON.stringify(counts));
  expect(counts.failed).toBe(0);
  expect(report.exitCode).toBe(0);
}, 300_000);

test("the command line from one tarball says what it can do on the machine's own Node", async () => {
  const { env } = await environmentOf(place);
  await using terminal = openTerminal(place, env);

  const help = await terminal.run("npx", ["--yes", "--package", cli, "joinery", "--help"]);
  const wrong = await terminal.run("npx", ["--yes", "--package", cli, "joinery", "conformanse"]);

  expect(help.exitCode).toBe(0);
  expect(help.stdout).toMatch(/init[\s\S]*dev[\s\S]*conformance/);
  expect(wrong.exitCode).toBe(2);
  expect(wrong.stderr).toMatch(/conformance/);
}, 120_000);
