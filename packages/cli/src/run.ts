import type { CommandDefinition } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { commandHelp, overallHelp } from "./help.ts";
import { nearestOf } from "./nearest.ts";
import { parseArguments, splitAtDashes } from "./parse-arguments.ts";
import { Refusal, wrongUse } from "./refusal.ts";
import { createSession, type Session, type World } from "./terminal/session.ts";
import { VERSION } from "./version.ts";

/** Runs one use of the command line; resolves to its exit code, and never rejects. */
export async function runCommandLine(argv: readonly string[], world: World): Promise<ExitCode> {
  const { own } = splitAtDashes(argv);
  const session = createSession(world, own.includes("--json"));
  try {
    return await dispatch(argv, own, session);
  } catch (error) {
    if (world.signal.aborted) return EXIT.interrupted;
    return refuse(error, session);
  }
}

async function dispatch(argv: readonly string[], own: readonly string[], session: Session): Promise<ExitCode> {
  const [first] = argv;
  if (own.includes("--version") && (first === undefined || first.startsWith("-"))) {
    session.result({ version: VERSION, node: process.versions.node }, VERSION);
    return EXIT.ok;
  }
  if (first === undefined || first.startsWith("-")) {
    const unknown = own.find((word) => !["--help", "-h", "--json"].includes(word));
    if (unknown !== undefined) throw wrongUse("Name a command first.", "See joinery --help.");
    return showHelp([], session);
  }
  const asksForHelp = first === "help" || own.includes("--help") || own.includes("-h");
  const typed = first === "help" ? argv.slice(1) : argv;
  const words = typed.filter((word) => !word.startsWith("-"));
  if (asksForHelp) return showHelp(words, session);
  const definition = getCommand(words);
  const parsed = parseArguments(definition, argv.slice(definition.name.split(" ").length));
  const use = await definition.load();
  return await use({ ...parsed, session });
}

function showHelp(words: readonly string[], session: Session): ExitCode {
  const group = COMMANDS.filter(({ name }) => name.startsWith(`${words[0]} `));
  const shown = words.length === 0 ? COMMANDS : words.length === 1 ? group : [];
  if (shown.length > 0) session.result(shown.map(described), (paint) => overallHelp(shown, paint));
  else {
    const definition = getCommand(words);
    session.result(described(definition), (paint) => commandHelp(definition, paint));
  }
  return EXIT.ok;
}

function described({ load: _, ...data }: CommandDefinition) {
  return data;
}

/** The command that the first words name: one word, or two as in `hub serve`. */
function getCommand([first = "", second]: readonly string[]): CommandDefinition {
  const found = COMMANDS.find(({ name }) => name === first || name === `${first} ${second}`);
  if (found !== undefined) return found;
  const group = COMMANDS.map(({ name }) => name).filter((name) => name.startsWith(`${first} `));
  const typed = group.length > 0 && second !== undefined ? `${first} ${second}` : first;
  if (group.length > 0 && second === undefined) throw wrongUse(`Say what: ${group.map(withJoinery).join(", ")}.`);
  const names = group.length > 0 ? group : COMMANDS.map(({ name }) => name);
  const meant = nearestOf(typed, names);
  throw wrongUse(
    `There is no command "${typed}".`,
    meant === undefined ? `The commands are: ${names.join(", ")}.` : `Did you mean joinery ${meant}?`,
  );
}

function withJoinery(name: string): string {
  return `joinery ${name}`;
}

/** The one place where a throw becomes a message. */
function refuse(error: unknown, session: Session): ExitCode {
  const refusal = error instanceof Refusal ? error : undefined;
  const sentence = refusal?.message ?? (error instanceof Error ? error.message : "Something went wrong.");
  const exitCode = refusal?.exitCode ?? EXIT.couldNotRun;
  if (session.json) session.result({ error: { exit_code: exitCode, sentence, next: refusal?.next ?? null } }, "");
  session.tell(session.paint("red", sentence));
  if (refusal?.next !== undefined) session.tell(refusal.next);
  if (refusal === undefined && session.env.JOINERY_DEBUG && error instanceof Error) session.tell(error.stack ?? "");
  return exitCode;
}
