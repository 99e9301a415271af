import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

/** A process of ours that can be killed. */
export interface Child extends AsyncDisposable {
  /** The last lines it wrote to stderr. */
  lines(): readonly string[];
  isRunning(): boolean;
  /** Ends it without a word, as a machine that is gone: SIGKILL unless told otherwise. Resolves when it is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Its exit code, once it has ended; null after a signal. */
  ended: Promise<number | null>;
}

/** What is started. */
export interface ChildCommand {
  /** Arguments of the Node that runs us. */
  args: readonly string[];
  folder: string;
  env: Readonly<Record<string, string>>;
  /** Answers something when this line of stdout says that it is ready. */
  isReady: (line: string) => unknown;
}

const LINES_KEPT = 500;
const READY_WITHIN_MS = 60_000;

/** Starts a process on the Node that runs us, and waits until it says that it is ready. It ends with us, however we end. */
export async function startChild<Ready>({
  args,
  folder,
  env,
  isReady,
}: ChildCommand & { isReady: (line: string) => Ready | undefined }): Promise<Child & { ready: Ready }> {
  const child = spawn(process.execPath, [...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, NO_COLOR: "1", ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const lines: string[] = [];
  keepLines(child.stderr, (line) => void lines.splice(0, Math.max(0, lines.push(line) - LINES_KEPT)));
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  async function kill(signal: NodeJS.Signals = "SIGKILL") {
    child.kill(signal);
    await ended;
  }
  try {
    const ready = await untilReady(child, isReady, ended, lines);
    return { ready, lines: () => lines, isRunning, kill, ended, [Symbol.asyncDispose]: kill };
  } catch (error) {
    await kill();
    throw error;
  }
}

function untilReady<Ready>(
  child: ChildProcess,
  isReady: (line: string) => Ready | undefined,
  ended: Promise<unknown>,
  lines: readonly string[],
): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const refuse = (why: string) => reject(new Error(`A process ${why}:\n${lines.join("\n")}`));
    const timer = setTimeout(() => refuse("did not become ready"), READY_WITHIN_MS);
    keepLines(child.stdout, (line) => {
      const ready = isReady(line);
      if (ready === undefined) return;
      clearTimeout(timer);
      resolve(ready);
    });
    void ended.then(() => {
      clearTimeout(timer);
      setImmediate(() => refuse("has ended"));
    });
  });
}

function keepLines(stream: ChildProcess["stdout"], keep: (line: string) => void): void {
  let rest = "";
  stream?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) keep(line);
  });
}
