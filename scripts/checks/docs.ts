import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageJson } from "../../packages/cli/src/init/files/package.ts";
import { READ_NAMES } from "../../packages/hub/src/config/unknown-settings.ts";
import { codeBlocksOf, compileBlocks } from "./docs/code-blocks.ts";
import { checkJoineryLines } from "./docs/joinery-lines.ts";
import { readMarkdownFiles } from "./docs/markdown-files.ts";
import { checkNames } from "./docs/names.ts";
import { readSourceFiles } from "./source-files.ts";

/** What `joinery init` writes, which guides speak of as well. */
const SCAFFOLD = packageJson({
  folder: "",
  name: "Acme Desk",
  language: "typescript",
  kind: "verified",
  runsOn: "node",
  start: "",
  packages: { "@joinery/sdk": "", "@joinery/testing": "", "@joinery/cli": "" },
});

/**
 * Checks what can be checked of the documentation: that commands, settings and paths exist, that the command
 * line would understand what is said to it, and that the examples compile. Links and generated pages have checks of their own.
 */
export async function checkDocs(root: string, signal?: AbortSignal): Promise<string[]> {
  const files = readMarkdownFiles(root);
  const scripts = [...scriptsOf(readFileSync(join(root, "package.json"), "utf8")), ...scriptsOf(SCAFFOLD)];
  const read = [...readSourceFiles(root)].filter(([path]) => !path.includes(".test.")).map(([, text]) => text);
  // The names that hold a path to a secret are made, and stand nowhere.
  const sources = [...read, readFileSync(join(root, ".ci/run"), "utf8"), ...READ_NAMES].join("\n");
  const known = { root, scripts, sources };
  return [
    ...files.flatMap((file) => checkNames(file, known)),
    ...files.flatMap(checkJoineryLines),
    ...(await compileBlocks(root, files.flatMap(codeBlocksOf), signal)),
  ];
}

function scriptsOf(manifest: string): string[] {
  return Object.keys((JSON.parse(manifest) as { scripts: object }).scripts);
}
