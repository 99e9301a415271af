import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { VERSION } from "../version.ts";
import type { Finding } from "./finding.ts";

const OURS = ["@joinery/sdk", "@joinery/testing", "@joinery/cli"];

/** Whether our packages in this project are there, and belong together. */
export function packages(folder: string): Finding[] {
  const manifest = readJson(join(folder, "package.json")) as
    | { dependencies?: object; devDependencies?: object }
    | undefined;
  if (manifest === undefined)
    return [{ what: "There is no package.json here: a server in another language, perhaps." }];
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  return OURS.filter((name) => declared.includes(name)).map((name) => {
    const installed = readJson(join(folder, "node_modules", name, "package.json")) as { version?: string } | undefined;
    if (installed === undefined) return { what: `${name} is not installed.`, remedy: "Run: npm install" };
    if (installed.version === VERSION) return { what: `${name} ${VERSION}` };
    return {
      what: `${name} is version ${installed.version}, this command line is ${VERSION}.`,
      remedy: `Bring them together: npm install ${name}@${VERSION}`,
    };
  });
}

function readJson(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return undefined;
  }
}
