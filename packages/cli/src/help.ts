import type { CommandDefinition, OptionDefinition } from "./command.ts";
import { EXIT_CODES } from "./exit-codes.ts";
import type { Paint } from "./terminal/paint.ts";

const WIDTH = 92;
const COLUMN = 28;

/** How a command is called, in one line. */
export function usageOf({ name, arguments: expected = [], runs }: CommandDefinition): string {
  const parts = ["joinery", name, ...expected.map((one) => one.name), "[options]", runs && "[-- command …]"];
  return parts.filter(Boolean).join(" ");
}

/** What is said of an option: its sentence, its choices, its default. */
export function optionText({ what, choices, otherwise, repeated }: OptionDefinition): string {
  return [
    what,
    choices && `One of: ${choices.join(", ")}.`,
    repeated && "May be given several times.",
    otherwise && `Otherwise: ${otherwise}.`,
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the exit codes of a command mean. */
export function exitCodesOf({ exitCodes = {} }: CommandDefinition): (readonly [number, string])[] {
  return EXIT_CODES.map(([code, what]) => [code, exitCodes[code] ?? what]);
}

/** The help of one command. */
export function commandHelp(definition: CommandDefinition, paint: Paint): string {
  const { arguments: expected = [], options, runs, examples, next, about } = definition;
  const rows: [string, string][] = [
    ...expected.map((one): [string, string] => [one.name, one.what]),
    ...options.map((option): [string, string] => [option.flags, optionText(option)]),
    ...(runs === undefined ? [] : [["-- command …", runs] as [string, string]]),
  ];
  const heading = (text: string) => paint("bold", text);
  return [
    usageOf(definition),
    "",
    ...about.flatMap((paragraph) => [wrap(paragraph, 0), ""]),
    heading("Options"),
    ...rows.map(([left, right]) => row(left, right)),
    "",
    heading("Examples"),
    ...examples.flatMap(({ line, what }) => [`  ${paint("cyan", line)}`, wrap(what, 6)]),
    "",
    heading("Exit codes"),
    ...exitCodesOf(definition).map(([code, what]) => row(String(code), what)),
    "",
    heading("Next"),
    ...next.map((sentence) => wrap(sentence, 2)),
  ].join("\n");
}

/** The help of everything. */
export function overallHelp(definitions: readonly CommandDefinition[], paint: Paint): string {
  return [
    "joinery <command>",
    "",
    wrap("Write the server that links people's accounts, run it against a hub on your machine, and prove it right.", 0),
    "",
    paint("bold", "Commands"),
    ...definitions.map(({ name, summary }) => row(name, summary)),
    "",
    paint("bold", "Everywhere"),
    row("--help", "What a command does, with examples. Also: joinery help <command>"),
    row("--json", "JSON on stdout, for programs; people read stderr."),
    row("--version", "The version."),
    "",
    paint("bold", "Exit codes"),
    ...EXIT_CODES.map(([code, what]) => row(String(code), what)),
    "",
    paint("bold", "Begin"),
    `  ${paint("cyan", "joinery init my-integration")}`,
    "      A new integration that works as it comes out.",
    `  ${paint("cyan", "joinery dev --url http://127.0.0.1:3000")}`,
    "      A hub and an external service around the server that you have already.",
  ].join("\n");
}

function row(left: string, right: string): string {
  const text = wrap(right, COLUMN);
  return left.length < COLUMN - 3 ? `  ${left}`.padEnd(COLUMN) + text.trimStart() : `  ${left}\n${text}`;
}

/** Breaks a text into lines of equal indent; marks for code are for the reference page. */
function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.replaceAll("`", "").split(" ")) {
    if (line !== "" && indent + line.length + word.length + 1 > WIDTH) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].map((one) => " ".repeat(indent) + one).join("\n");
}
