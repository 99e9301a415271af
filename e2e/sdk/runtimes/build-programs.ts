import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { compilePackages } from "../../../scripts/pack/compile.ts";
import { PACKS } from "../../../scripts/pack/packs.ts";
import { stagePack } from "../../../scripts/pack/stage.ts";
import { runCommand } from "../../../scripts/processes/run-command.ts";
import { ROOT } from "../../../scripts/root.ts";
import { FOLDER } from "./install-runtimes.ts";
import { binaryOf } from "./runtimes.ts";

/** Sources of the programs; those of examples are the examples. */
const SOURCES = {
  node: "examples/desk/main.ts",
  express: "examples/express/main.ts",
  fastify: "examples/fastify/main.ts",
  hono: "examples/hono/main.ts",
  next: "examples/next/app/[...path]/route.ts",
  lambda: "e2e/sdk/runtimes/programs/lambda-server.ts",
  workers: "examples/workers/main.ts",
  bun: "examples/bun/main.ts",
  deno: "examples/deno/main.ts",
  "hono-fetch": "e2e/sdk/runtimes/programs/hono-fetch.ts",
  "hono-worker": "e2e/sdk/runtimes/programs/hono-worker.ts",
  "express-json": "e2e/sdk/runtimes/programs/express-json.ts",
  "keys-node": "e2e/sdk/runtimes/programs/keys-node.ts",
  "keys-fetch": "e2e/sdk/runtimes/programs/keys-fetch.ts",
  "keys-worker": "e2e/sdk/runtimes/programs/keys-worker.ts",
  spool: "e2e/sdk/runtimes/programs/spool.ts",
} as const;
export type ProgramName = keyof typeof SOURCES;

/** Programs as JavaScript that import the SDK as it is published. */
export interface Programs extends Disposable {
  /** `.mjs` of a program. */
  pathOf(name: ProgramName): string;
  /** Folder of the app that `next build` has made. */
  nextApp: string;
}

/**
 * Builds everything that runs in the runtimes. They get what somebody who installs the SDK gets: its built files, because
 * Node 20 takes no types, and because what is published is what has to work.
 */
export async function buildPrograms(): Promise<Programs> {
  // Below the runtimes' project, so that Next.js and the frameworks are found from there, and the built SDK first; in a folder
  // that no check looks into.
  const parent = join(FOLDER, ".joinery");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, "programs-"));
  const pathOf = (name: ProgramName) => join(folder, "programs", `${name}.mjs`);
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  await stageSdk(folder);
  await Promise.all((Object.keys(SOURCES) as ProgramName[]).map((name) => stripTypes(SOURCES[name], pathOf(name))));
  await Promise.all((["workers", "hono-worker", "keys-worker"] as const).map((name) => bundle(pathOf(name))));
  const nextApp = join(folder, "next");
  await buildNext(nextApp, pathOf("next"));
  return { pathOf, nextApp, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

async function stageSdk(folder: string): Promise<void> {
  const pack = PACKS.find(({ folder: name }) => name === "sdk");
  if (pack === undefined) throw new Error("The SDK is not packed.");
  const compiled = join(folder, "compiled");
  await compilePackages(compiled, ["contract", "sdk"]);
  const faults = stagePack(pack, compiled, join(folder, "node_modules/@joinery/sdk"));
  if (faults.length > 0) throw new Error(`The built SDK would not work.\n${faults.join("\n")}`);
}

/** One file, with the files beside it in it; packages stay imports. */
async function stripTypes(source: string, target: string): Promise<void> {
  const build = await rolldown({ input: join(ROOT, source), external: /^[^./]/, platform: "neutral" });
  await build.write({ file: target, format: "esm" });
  await build.close();
}

/** One file with everything in it, as `wrangler deploy` makes of a Worker. */
async function bundle(path: string): Promise<void> {
  const conditionNames = ["workerd", "worker", "browser", "import"];
  const build = await rolldown({ input: path, platform: "browser", resolve: { conditionNames } });
  await build.write({ file: path, format: "esm" });
  await build.close();
}

async function buildNext(app: string, route: string): Promise<void> {
  const place = join(app, "app/[...path]");
  mkdirSync(place, { recursive: true });
  cpSync(route, join(place, "route.js"));
  writeFileSync(join(app, "package.json"), '{ "private": true, "type": "module" }\n');
  const root = JSON.stringify(ROOT);
  writeFileSync(
    join(app, "next.config.js"),
    `export default { turbopack: { root: ${root} }, outputFileTracingRoot: ${root} };\n`,
  );
  const next = join(FOLDER, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" } as const;
  const { exitCode, output } = await runCommand(binaryOf("Node 24"), [next, "build"], { cwd: app, env, quiet: true });
  if (exitCode !== 0) throw new Error(`Next.js could not build the example.\n${output.trim()}`);
}

/** What a Worker's configuration says about the day whose runtime it expects. */
export function compatibilityDate(): string {
  const text = readFileSync(join(ROOT, "examples/workers/wrangler.jsonc"), "utf8");
  const date = /"compatibility_date": "([\d-]+)"/.exec(text)?.[1];
  if (date === undefined) throw new Error("examples/workers/wrangler.jsonc has no compatibility_date.");
  return date;
}
