import { type ChildProcess, spawn } from "node:child_process";

/** A command that has ended. */
export interface Ended {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A terminal in a folder, with an environment of its own. */
export interface Terminal extends AsyncDisposable {
  run(command: string, args: readonly string[]): Promise<Ended>;
  /** Starts what goes on until it is interrupted; resolves when it has printed a line that matches. */
  start(command: string, args: readonly string[], ready: RegExp): Promise<void>;
}

const READY_WITHIN_MS = 60_000;

/** Opens a terminal. Whatever was started in it is interrupted when it is closed. */
export function openTerminal(cwd: string, env: NodeJS.ProcessEnv): Terminal {
  const running: { child: ChildProcess; ended: Promise<unknown> }[] = [];

  function spawnIn(command: string, args: readonly string[]) {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const said = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
    });
    const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
    return { child, said, ended };
  }

  return {
    async run(command, args) {
      const { said, ended } = spawnIn(command, args);
      return { exitCode: await ended, ...said };
    },
    async start(command, args, ready) {
      const { child, said, ended } = spawnIn(command, args);
      running.push({ child, ended });
      const deadline = performance.now() + READY_WITHIN_MS;
      while (!ready.test(said.stdout + said.stderr)) {
        if (child.exitCode !== null || performance.now() > deadline) {
          throw new Error(`"${command} ${args.join(" ")}" did not get ready:\n${said.stdout}${said.stderr}`);
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async [Symbol.asyncDispose]() {
      for (const { child, ended } of running) {
        if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGINT");
        await ended;
      }
    },
  };
}
