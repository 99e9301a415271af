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

function faultOf(words: string[]): string | undefined {
  const [first, second] = words;
  if (first === "help") return undefined;
  const command = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (command === undefined) {
    const isGroup = COMMANDS.some(({ name }) => name.startsWith(`${first} `));
    return `names the command "joinery ${isGroup ? `${first} ${second}` : first}", which is not there`;
  }
  try {
    parseArguments(command, words.slice(command.name.split(" ").length));
    return undefined;
  } catch (error) {
    return `would not be understood: ${error instanceof Error ? error.message : error}`;
  }
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(WORD)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");
}
