import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";

/** A command of a guide, and what it has printed so far. */
export interface GuideCommand {
  readonly output: string;
  /** Resolves when it has ended. */
  readonly ended: Promise<number>;
  /** Resolves once the output has this text, or rejects when the command ends or the time is over. */
  printed(text: string, withinMs: number): Promise<void>;
  end(): Promise<void>;
  /** Ends it at once, for a process that ends itself. */
  kill(): void;
}

/** A terminal in which guides are followed; what still runs in it ends with it. */
export interface GuideShell extends AsyncDisposable {
  /** Where the last command has left the reader. */
  currentFolder(): string;
  /** Runs a command there, with the variables that earlier ones have exported. */
  start(command: string): GuideCommand;
  /** What was started last. */
  last(): GuideCommand | undefined;
}

/** How long a command may take to end by itself once it was asked to. */
const GRACE_MS = 10_000;

/** A reader's terminal: folder and variables that one command leaves behind are there for the next. */
export function createGuideShell(place: string, env: NodeJS.ProcessEnv): GuideShell {
  const folder = join(place, "folder");
  const state = join(place, "state");
  mkdirSync(folder, { recursive: true });
  mkdirSync(state, { recursive: true });
  writeFileSync(join(state, "env"), "");
  writeFileSync(join(state, "folder"), `${folder}\n`);
  const started: GuideCommand[] = [];
  const killAll = () => {
    for (const command of started) command.kill();
  };
  process.once("exit", killAll);
  return {
    currentFolder: () => readFileSync(join(state, "folder"), "utf8").trimEnd(),
    start(command) {
      const running = startCommand(wrapped(command), { cwd: folder, env: { ...env, GUIDE_STATE: state } });
      started.push(running);
      return running;
    },
    last: () => started.at(-1),
    async [Symbol.asyncDispose]() {
      await Promise.all(started.map((command) => command.end()));
      process.off("exit", killAll);
    },
  };
}

function wrapped(command: string): string {
  return `. "$GUIDE_STATE/env"
cd "$(cat "$GUIDE_STATE/folder")"
trap 'export -p > "$GUIDE_STATE/env"; pwd > "$GUIDE_STATE/folder"' EXIT
set -e
${command}`;
}

function startCommand(script: string, options: { cwd: string; env: NodeJS.ProcessEnv }): GuideCommand {
  // A group of its own, so that what it starts ends with it.
  const child = spawn("sh", ["-c", script], { ...options, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let output = "";
  const listeners = new Set<() => void>();
  const take = (text: string) => {
    output += stripVTControlCharacters(text);
    for (const listener of listeners) listener();
  };
  child.stdout.setEncoding("utf8").on("data", take);
  child.stderr.setEncoding("utf8").on("data", take);
  const ended = new Promise<number>((resolve) => {
    child.once("error", () => resolve(127));
    child.once("close", (code) => resolve(code ?? 1));
  });
  return {
    get output() {
      return output;
    },
    ended,
    printed: (text, withinMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => settle(new Error(`It did not print "${text}" in time.`)), withinMs);
        const look = () => output.includes(text) && settle();
        const settle = (error?: Error) => {
          clearTimeout(timer);
          listeners.delete(look);
          error === undefined ? resolve() : reject(error);
        };
        listeners.add(look);
        void ended.then((code) => settle(new Error(`It ended with exit code ${code} before it printed "${text}".`)));
        look();
      }),
    end: () => endGroup(child, ended),
    kill: () => signalGroup(child, "SIGKILL"),
  };
}

async function endGroup(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  signalGroup(child, "SIGINT");
  const timer = setTimeout(() => signalGroup(child, "SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(timer);
}

/** The number of a process that has ended may be somebody else's by now. */
function signalGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended already.
  }
}
