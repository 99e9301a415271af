import { type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";

/** How a command ended. */
export interface CommandResult {
  /** 128 + n after signal n, 127 when it could not be started, as shells say it. */
  exitCode: number;
  /** Both streams in the order of arrival; empty when they went to the terminal. */
  output: string;
}

/** How a command runs. */
export interface CommandOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv | undefined;
  /** Keeps the output instead of showing it. */
  quiet?: boolean;
  /** Ends the command by SIGINT, and the promise waits until it has ended. */
  signal?: AbortSignal | undefined;
}

/** Runs a command to its end. Never rejects: a command that can't be started says so in its output. */
export function runCommand(command: string, args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  const stdio: SpawnOptions["stdio"] = options.quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"];
  const child = spawn(command, args, { cwd: options.cwd, env: options.env ?? process.env, stdio });
  const output: string[] = [];
  child.stdout?.setEncoding("utf8").on("data", (text: string) => output.push(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => output.push(text));
  const interrupt = () => child.kill("SIGINT");
  if (options.signal?.aborted) interrupt();
  options.signal?.addEventListener("abort", interrupt, { once: true });
  return new Promise((resolve) => {
    const end = (exitCode: number) => {
      options.signal?.removeEventListener("abort", interrupt);
      resolve({ exitCode, output: output.join("") });
    };
    child.once("error", (error) => {
      output.push(`${error.message}\n`);
      end(127);
    });
    child.once("close", (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}

/** Runs a script of an installed package, or a file of ours, on the Node that runs us. */
export function runNode(args: readonly string[], options: CommandOptions): Promise<CommandResult> {
  return runCommand(process.execPath, args, options);
}
