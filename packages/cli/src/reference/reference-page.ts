import type { CommandDefinition } from "../command.ts";
import { EXIT_CODES } from "../exit-codes.ts";
import { exitCodesOf, optionText, usageOf } from "../help.ts";

/** Writes the reference page of the command line from the same definitions as its help. */
export function referencePage(commands: readonly CommandDefinition[]): string {
  return [
    "# The command line",
    "",
    "Generated from the definitions of the commands by `npm run generate`; `joinery help <command>` says the same.",
    "",
    ...commands.map(({ name, summary }) => `- [joinery ${name}](#joinery-${name.replaceAll(" ", "-")}): ${summary}`),
    "",
    "Results go to stdout, everything else to stderr. With `--json` stdout is JSON: one document, or one on each line where",
    "something goes on. Colours are for terminals only; `NO_COLOR` and `FORCE_COLOR` are obeyed. Secrets come from files, the",
    "environment or a question, never from an argument. With `JOINERY_DEBUG` an unforeseen error shows where it happened.",
    "",
    "| exit code | meaning |",
    "| --- | --- |",
    ...EXIT_CODES.map(([code, what]) => `| ${code} | ${what} |`),
    "",
    ...commands.flatMap(commandSection),
  ].join("\n");
}

function commandSection(command: CommandDefinition): string[] {
  const { name, about, arguments: expected = [], options, runs, examples, next } = command;
  const rows = [
    ...expected.map((one) => [one.name, one.what]),
    ...options.map((option) => [option.flags, optionText(option)]),
    ...(runs === undefined ? [] : [["-- command …", runs]]),
  ];
  return [
    `## joinery ${name}`,
    "",
    "```sh",
    usageOf(command),
    "```",
    "",
    ...about.flatMap((paragraph) => [paragraph, ""]),
    "| option | |",
    "| --- | --- |",
    ...rows.map(([left = "", right = ""]) => `| \`${left}\` | ${right.replaceAll("|", "\\|")} |`),
    "",
    ...examples.flatMap(({ line, what }) => ["```sh", line, "```", "", what, ""]),
    ...exitSection(command),
    `Next: ${next.join(" ")}`,
    "",
  ];
}

function exitSection(command: CommandDefinition): string[] {
  const own = exitCodesOf(command).filter(([code]) => command.exitCodes !== undefined && code in command.exitCodes);
  if (own.length === 0) return [];
  return ["| exit code | here |", "| --- | --- |", ...own.map(([code, what]) => `| ${code} | ${what} |`), ""];
}
