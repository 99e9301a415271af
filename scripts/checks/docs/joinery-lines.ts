import { COMMANDS } from "../../../packages/cli/src/commands.ts";
import { parseArguments } from "../../../packages/cli/src/parse-arguments.ts";
import { type MarkdownFile, placeOf } from "./markdown-files.ts";

const SHELL_BLOCK = /^```sh\n([\s\S]*?)^```$/gm;
/** `joinery …` up to what ends a command; not `@joinery/cli`, and not a file name. */
const LINE = /(?<![\w@/-])joinery ([a-z][^|;&#)\n]*)/g;
const WORD = /"([^"]*)"|'([^']*)'|(\S+)/g;

/** Holds every `joinery …` of a document's commands against the command line: whether it would understand it. */
export function checkJoineryLines(file: MarkdownFile): string[] {
  return [...file.text.matchAll(SHELL_BLOCK)].flatMap((block) => {
    const code = (block[1] ?? "").replaceAll("\\\n", "  ");
    return [...code.matchAll(LINE)].flatMap(({ 1: line = "", index }) => {
      const fault = line.includes("[options]") ? undefined : faultOf(wordsOf(line));
      return fault === undefined ? [] : [`${placeOf(file, block.index + "```sh\n".length + index)} ${fault}`];
    });
  });
}

function faultOf([name, ...argv]: string[]): string | undefined {
  if (name === "help") return undefined;
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) return `names the command "joinery ${name}", which is not there`;
  try {
    parseArguments(command, argv);
    return undefined;
  } catch (error) {
    return `would not be understood: ${error instanceof Error ? error.message : error}`;
  }
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(WORD)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}
