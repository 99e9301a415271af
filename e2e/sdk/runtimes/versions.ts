import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { FOLDER } from "./install-runtimes.ts";
import { RUNTIMES, versionOf } from "./runtimes.ts";

const FRAMEWORKS = { Express: "express", Fastify: "fastify", Hono: "hono", "Next.js": "next" } as const;

/** The versions that a run is about: of the runtimes as they say it, of the frameworks as they are installed. */
export async function readVersions(): Promise<Record<string, string>> {
  const runtimes = await Promise.all(RUNTIMES.map(async (name) => [name, await versionOf(name)] as const));
  const require = createRequire(join(FOLDER, "package.json"));
  const frameworks = Object.entries(FRAMEWORKS).map(([name, packageName]) => {
    const places = require.resolve.paths(packageName) ?? [];
    return [name, versionIn(places, packageName)] as const;
  });
  return Object.fromEntries([...runtimes, ...frameworks]);
}

/** Packages need not export their manifest, so it is read where they would be found. */
function versionIn(places: readonly string[], packageName: string): string {
  for (const place of places) {
    try {
      const manifest = readFileSync(join(place, packageName, "package.json"), "utf8");
      return (JSON.parse(manifest) as { version: string }).version;
    } catch {
      // Not here; further up.
    }
  }
  throw new Error(`${packageName} is not installed.`);
}
