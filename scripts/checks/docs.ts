import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROBLEMS } from "../../packages/contract/src/problems.ts";
import { codeBlocksOf, compileBlocks } from "./docs/code-blocks.ts";
import { readMarkdownFiles } from "./docs/markdown-files.ts";
import { checkNames } from "./docs/names.ts";
import { checkProblemTable } from "./docs/problem-table.ts";
import { readSourceFiles } from "./source-files.ts";

const PROBLEMS_PAGE = "docs/reference/problems.md";

/**
 * Checks what can be checked of the documentation: that commands, settings and paths exist, that the examples compile, and
 * that the table of problems is complete. Its links have a check of their own.
 */
export async function checkDocs(root: string, signal?: AbortSignal): Promise<string[]> {
  const files = readMarkdownFiles(root);
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  const read = [...readSourceFiles(root)].filter(([path]) => !path.includes(".test.")).map(([, text]) => text);
  const sources = [...read, readFileSync(join(root, ".ci/run"), "utf8")].join("\n");
  const known = { root, scripts: Object.keys(scripts), sources };
  const page = files.find(({ path }) => path === PROBLEMS_PAGE)?.text ?? "";
  return [
    ...files.flatMap((file) => checkNames(file, known)),
    ...checkProblemTable(page, PROBLEMS).map((fault) => `${PROBLEMS_PAGE}: ${fault}`),
    ...(await compileBlocks(root, files.flatMap(codeBlocksOf), signal)),
  ];
}
