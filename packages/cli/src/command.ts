import type { ExitCode } from "./exit-codes.ts";
import type { OptionValues } from "./option-values.ts";
import type { Session } from "./terminal/session.ts";

/** An option, as help and reference show it. */
export interface OptionDefinition {
  /** As help shows it: `--port <number>`. */
  flags: string;
  /** One sentence. */
  what: string;
  choices?: readonly string[];
  /** May be given several times. */
  repeated?: true;
  /** Shown as the default; the value itself is decided where it is used. */
  otherwise?: string;
}

/** A command: what help, the reference page and the parser need. It is data; what it does is loaded when it is used. */
export interface CommandDefinition {
  name: string;
  /** One line of `joinery --help`. */
  summary: string;
  /** Paragraphs: when to use it, what happens. */
  about: readonly string[];
  arguments?: readonly { name: string; what: string }[];
  options: readonly OptionDefinition[];
  /** Takes `-- command …`; says what happens with it. */
  runs?: string;
  examples: readonly { line: string; what: string }[];
  /** What to do next, each a sentence. */
  next: readonly string[];
  /** What exit codes mean here, where there is more to say than everywhere. */
  exitCodes?: Partial<Record<ExitCode, string>>;
  load(): Promise<CommandUse>;
}

/** What was typed. */
export interface CommandInput {
  arguments: readonly string[];
  options: OptionValues;
  /** Everything after `--`. */
  command: readonly string[];
  session: Session;
}

/** Does the work of a command. */
export type CommandUse = (input: CommandInput) => Promise<ExitCode>;

/** Every command has it. */
export const JSON_OPTION: OptionDefinition = {
  flags: "--json",
  what: "Write JSON to stdout, for programs; people read stderr.",
};

/** How a command finds the workshop it talks to. */
export const WORKSHOP_OPTIONS: readonly OptionDefinition[] = [
  {
    flags: "--workshop <url>",
    what: "Address of a running workshop; its token is read from JOINERY_WORKSHOP_TOKEN or --token-file.",
    otherwise: "what `joinery dev` wrote to .joinery/dev.json",
  },
  { flags: "--token-file <path>", what: "File with the workshop's token." },
];
