import { join } from "node:path";
import { DEMO_PASSWORD, takeDataFolder } from "@joinery/workshop";
import type { CommandInput } from "../command.ts";
import { ignoredFiles } from "../doctor/ignored-files.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { showExchange } from "../inspect/show-exchange.ts";
import { findBusyPorts } from "../ports/dev-ports.ts";
import { isListening } from "../ports/is-listening.ts";
import { couldNotRun } from "../refusal.ts";
import type { Session } from "../terminal/session.ts";
import { findDevFile, isAlive, removeDevFile, writeDevFile } from "../workshop/dev-file.ts";
import { type Around, startAround } from "../workshop/start-around.ts";
import { commandEnv } from "./command-env.ts";
import { commandReporter } from "./command-reporter.ts";
import { refuseForeignEnvFile, writeEnvFile } from "./env-file.ts";
import { introduction } from "./introduction.ts";
import { type DevSettings, readDevSettings } from "./settings.ts";
import { supervise } from "./supervise.ts";

/** Runs everything around an integration until Ctrl-C. */
export async function dev(input: CommandInput): Promise<ExitCode> {
  const { session, command } = input;
  const settings = await readDevSettings(input);
  await refuseWhatIsInTheWay(settings, command.length > 0);
  const folder = join(settings.folder, ".joinery/dev");
  const data = takeDataFolder(folder, { fresh: settings.fresh });
  const tidy = () => {
    removeDevFile(settings.folder, process.pid);
    data.release();
  };
  // A second Ctrl-C ends the process at once.
  process.once("exit", tidy);
  try {
    session.progress("Starting hub, Acme Desk and inspector …");
    const { kind, port, redirectUris, upstream } = settings;
    await using around = await startAround({ kind, port, redirectUris, upstream, folder });
    writeEnvFile(settings.envFile, around.environment);
    writeDevFile(settings.folder, {
      workshop: around.access.url,
      token: around.access.token,
      pid: process.pid,
      env_file: settings.envFile,
    });
    await introduce(around, settings, input);
    tellExchanges(around, session);
    const supervised = command.length === 0 ? undefined : await runCommand(around, settings, input);
    await interrupted(session.signal);
    session.tell("Ending …");
    await supervised?.close();
    return EXIT.ok;
  } finally {
    tidy();
    process.off("exit", tidy);
  }
}

async function refuseWhatIsInTheWay(settings: DevSettings, runsCommand: boolean): Promise<void> {
  const running = findDevFile(settings.folder);
  if (running !== undefined && running.folder === settings.folder && isAlive(running.file)) {
    throw couldNotRun(`joinery dev runs in this folder already: ${running.file.workshop}`, "End it first.");
  }
  refuseForeignEnvFile(settings.envFile, settings.shownEnvFile);
  const busy = await findBusyPorts(settings.port);
  if (busy.length > 0) {
    const which = busy.map(({ port, of }) => `${port} (${of})`).join(", ");
    const [is, it] = busy.length === 1 ? ["is", "it"] : ["are", "them"];
    throw couldNotRun(
      `Port ${which} ${is} in use.`,
      `End what uses ${it}, or choose others: joinery dev --port ${settings.port + 100}`,
    );
  }
  if (runsCommand && (await isListening(settings.upstream))) {
    throw couldNotRun(
      `Something listens at ${settings.upstream.origin} already, so your command could not.`,
      "End it, choose another address with --url, or leave out the command to use what listens there.",
    );
  }
}

async function introduce(around: Around, settings: DevSettings, { session, command }: CommandInput): Promise<void> {
  const view = await around.workshop.describe();
  const envFile = settings.shownEnvFile;
  const about = { view, envFile, password: DEMO_PASSWORD, runsCommand: command.length > 0 };
  if (session.json) session.result({ event: "ready", workshop: view, env_file: settings.envFile }, "");
  else session.tell(introduction(about, session.paint));
  const forgotten = ignoredFiles(settings.folder).find(({ remedy }) => remedy !== undefined);
  if (forgotten !== undefined) session.tell(session.paint("yellow", `${forgotten.what} ${forgotten.remedy}`));
  if (!around.hasPages) session.tell("The pages are not built, so hub and inspector have none: npm run build");
}

/** Each exchange once, when it is over. */
function tellExchanges({ onExchange }: Around, session: Session): void {
  onExchange((exchange) => session.result({ event: "exchange", exchange }, (paint) => showExchange(exchange, paint)));
}

async function runCommand(around: Around, settings: DevSettings, { session, command }: CommandInput) {
  const { onEvent, onLine } = commandReporter(session, settings.upstream.origin);
  return await supervise({
    command,
    folder: settings.folder,
    env: commandEnv(settings.folder, session.env, around.environment),
    watched: settings.watched,
    isListening: () => isListening(settings.upstream),
    onEvent,
    onLine,
  });
}

function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    // A listener alone keeps no process alive.
    const timer = setInterval(() => undefined, 60_000);
    const end = () => {
      clearInterval(timer);
      resolve();
    };
    signal.addEventListener("abort", end, { once: true });
  });
}
