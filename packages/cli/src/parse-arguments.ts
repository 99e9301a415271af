import { parseArgs } from "node:util";
import type { CommandDefinition, OptionDefinition } from "./command.ts";
import { nearestOf } from "./nearest.ts";
import { createOptionValues, type OptionValues } from "./option-values.ts";
import { wrongUse } from "./refusal.ts";

/** What was typed after the name of a command. */
export interface Parsed {
  arguments: readonly string[];
  options: OptionValues;
  command: readonly string[];
}

/** Options that people try and that must not exist: what they say is for everybody on the machine to read. */
const SECRETS = /^(?:proxy-)?secret$|^(?:api-|workshop-)?token$|^password$|^client-secret$/;

/** The name of an option and whether it takes a value: `--port <number>`. */
export function optionName({ flags }: OptionDefinition): { name: string; takesValue: boolean } {
  const [flag = "", value] = flags.split(" ");
  return { name: flag.replace(/^--/, ""), takesValue: value !== undefined };
}

/** Splits at the first `--`: what follows belongs to the command that is run. */
export function splitAtDashes(argv: readonly string[]): { own: readonly string[]; command: readonly string[] } {
  const place = argv.indexOf("--");
  return place === -1 ? { own: argv, command: [] } : { own: argv.slice(0, place), command: argv.slice(place + 1) };
}

/** Reads what was typed, or says what is wrong with it. Messages name options, and never what was given to them. */
export function parseArguments(definition: CommandDefinition, argv: readonly string[]): Parsed {
  const { own, command } = splitAtDashes(argv);
  if (command.length > 0 && definition.runs === undefined) {
    throw wrongUse(`joinery ${definition.name} runs no command, so nothing can follow \`--\`.`);
  }
  const known = new Map(definition.options.map((option) => [optionName(option).name, option]));
  const options = Object.fromEntries(
    [...known].map(([name, option]) => [
      name,
      { type: optionName(option).takesValue ? ("string" as const) : ("boolean" as const) },
    ]),
  );
  const { tokens } = parseArgs({ args: [...own], options, strict: false, allowPositionals: true, tokens: true });
  const values: Record<string, unknown> = {};
  const typed: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") typed.push(token.value);
    if (token.kind !== "option") continue;
    const option = known.get(token.name);
    if (option === undefined) throw unknownOption(token.rawName, token.name, [...known.keys()], definition);
    keep(values, option, token);
  }
  checkArguments(definition, typed);
  return { arguments: typed, options: createOptionValues(values), command };
}

interface OptionToken {
  name: string;
  value: string | undefined;
  inlineValue: boolean | undefined;
}

function keep(values: Record<string, unknown>, option: OptionDefinition, token: OptionToken): void {
  const { name, takesValue } = optionName(option);
  const key = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  if (!takesValue) {
    if (token.inlineValue) throw wrongUse(`--${name} takes no value.`);
    values[key] = true;
    return;
  }
  const { value } = token;
  if (value === undefined || value === "" || (!token.inlineValue && value.startsWith("-"))) {
    throw wrongUse(`--${name} needs a value: ${option.flags}`);
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const meant = nearestOf(value, option.choices);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw wrongUse(`--${name} is one of: ${option.choices.join(", ")}.${hint}`);
  }
  if (option.repeated) values[key] = [...((values[key] as string[] | undefined) ?? []), value];
  else if (values[key] !== undefined) throw wrongUse(`--${name} can be given once only.`);
  else values[key] = value;
}

function unknownOption(
  raw: string,
  name: string,
  known: readonly string[],
  { name: command, options }: CommandDefinition,
) {
  if (SECRETS.test(name)) {
    const takesFile = options.some((option) => optionName(option).name === "secret-file");
    const instead = takesFile
      ? "Put it into a file and name that with --secret-file, or set JOINERY_PROXY_SECRET."
      : "Put it into a file and name that with --token-file, or set JOINERY_WORKSHOP_TOKEN.";
    return wrongUse(
      "A secret is never an argument: everybody on this machine could read it in the list of processes, and the shell keeps it in its history.",
      instead,
    );
  }
  const meant = nearestOf(name, known);
  const hint = meant === undefined ? `See joinery ${command} --help.` : `Did you mean --${meant}?`;
  return wrongUse(`joinery ${command} has no option ${raw}.`, hint);
}

function checkArguments({ name, arguments: expected = [] }: CommandDefinition, typed: readonly string[]): void {
  const missing = expected.slice(typed.length).find((one) => one.name.startsWith("<"));
  if (missing !== undefined) throw wrongUse(`joinery ${name} needs ${missing.name}: ${missing.what}`);
  if (typed.length > expected.length) {
    const takes = expected.length === 0 ? "no arguments" : expected.map((one) => one.name).join(" ");
    throw wrongUse(`joinery ${name} takes ${takes}, and more was given.`, `See joinery ${name} --help.`);
  }
}
