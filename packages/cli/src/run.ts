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
    return showHelp(undefined, session);
  }
  if (first === "help")
    return showHelp(
      argv.slice(1).find((word) => !word.startsWith("-")),
      session,
    );
  const definition = getCommand(first);
  if (own.includes("--help") || own.includes("-h")) return showHelp(first, session);
  const parsed = parseArguments(definition, argv.slice(1));
  const use = await definition.load();
  return await use({ ...parsed, session });
}

function showHelp(name: string | undefined, session: Session): ExitCode {
  if (name === undefined) session.result(COMMANDS.map(described), (paint) => overallHelp(COMMANDS, paint));
  else {
    const definition = getCommand(name);
    session.result(described(definition), (paint) => commandHelp(definition, paint));
  }
  return EXIT.ok;
}

function described({ load: _, ...data }: CommandDefinition) {
  return data;
}

function getCommand(name: string): CommandDefinition {
  const found = COMMANDS.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = COMMANDS.map((one) => one.name);
  const meant = nearestOf(name, names);
  throw wrongUse(
    `There is no command "${name}".`,
    meant === undefined ? `The commands are: ${names.join(", ")}.` : `Did you mean joinery ${meant}?`,
  );
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
