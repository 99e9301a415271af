import { join } from "node:path";
import { checkGenerated } from "../docs/generated.ts";
import { GENERATED_DOCS } from "../docs/generated-docs.ts";
import { isOpenApiCurrent } from "../openapi.ts";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";
import { checkDocs } from "./docs.ts";
import { checkImports } from "./imports.ts";
import { checkLinks } from "./links.ts";
import { checkSizes, LINES_AT_MOST, type LongFile } from "./sizes.ts";
import { readSourceFiles } from "./source-files.ts";

/** What a check found. */
export interface Finding {
  /** Lines to read; the check has failed when there are any. */
  faults: readonly string[];
  /** Something to know that is no fault. */
  note?: string;
}

/** A check of `npm run check`. */
export interface Check {
  name: string;
  run(signal: AbortSignal): Promise<Finding> | Finding;
}

/** Everything that `npm run check` does, in the order of its report. */
export const ALL_CHECKS: readonly Check[] = [
  { name: "types", run: (signal) => runTool(signal, "typescript/bin/tsc", "-p", ".") },
  { name: "types of the pages", run: (signal) => runTool(signal, "typescript/bin/tsc", "-p", "packages/web") },
  {
    name: "format and lint",
    run: (signal) =>
      runTool(
        signal,
        "@biomejs/biome/bin/biome",
        "check",
        "--colors=off",
        "--diagnostic-level=warn",
        "--error-on-warnings",
      ),
  },
  { name: "imports", run: () => ({ faults: checkImports(readSourceFiles(ROOT)) }) },
  { name: "sizes", run: sizes },
  { name: "openapi.json is current", run: openApi },
  { name: "generated pages are current", run: generatedDocs },
  { name: "documentation", run: async (signal) => ({ faults: await checkDocs(ROOT, signal) }) },
  { name: "links of the documentation", run: () => ({ faults: checkLinks(ROOT) }) },
];

async function runTool(signal: AbortSignal, file: string, ...args: string[]): Promise<Finding> {
  const script = join(ROOT, "node_modules", file);
  const { exitCode, output } = await runNode([script, ...args], { cwd: ROOT, quiet: true, signal });
  return { faults: exitCode === 0 ? [] : [output.trim() || `ended with exit code ${exitCode}`] };
}

function sizes(): Finding {
  const { long, tooLong } = checkSizes(readSourceFiles(ROOT));
  const inWords = ({ path, lines }: LongFile) => `${path} (${lines})`;
  const faults = tooLong.map((file) => `${inWords(file)} has more than ${LINES_AT_MOST} lines`);
  return long.length === 0 ? { faults } : { faults, note: `long: ${long.map(inWords).join(", ")}` };
}

function openApi(): Finding {
  return { faults: isOpenApiCurrent() ? [] : ["The schemas have changed: run `npm run generate`."] };
}

function generatedDocs(): Finding {
  return { faults: GENERATED_DOCS.flatMap((docs) => checkGenerated(ROOT, docs)) };
}
