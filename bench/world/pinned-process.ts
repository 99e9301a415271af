import { spawn } from "node:child_process";
import { once } from "node:events";
import { mostMegabytes, processorSeconds } from "./machine.ts";

/** A process of a benchmark that runs on cores of its own and listens on loopback. */
export interface PinnedProcess extends AsyncDisposable {
  port: number;
  /** Asks the process something; it answers once. */
  ask(question: string): Promise<unknown>;
  /** Processor time used so far, in seconds. */
  processorSeconds(): number;
  /** The most memory it has ever had, in megabytes. */
  mostMegabytes(): number;
  /** Ends it without a warning. */
  kill(): Promise<void>;
}

/** How a process is started. */
export interface PinnedOptions {
  cores: string;
  /** For Node itself. */
  nodeOptions?: readonly string[];
}

/** Starts `<…>.process.ts` with its settings and waits until it says on which port it listens. */
export async function startPinned(
  file: URL,
  settings: Record<string, unknown>,
  { cores, nodeOptions = [] }: PinnedOptions,
): Promise<PinnedProcess> {
  const child = spawn("taskset", ["-c", cores, process.execPath, ...nodeOptions, file.pathname], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, BENCH_SETTINGS: JSON.stringify(settings) },
  });
  const ended = once(child, "exit");
  const { port } = await Promise.race([
    once(child, "message").then(([message]) => message as { port: number }),
    ended.then(([code]) => Promise.reject(new Error(`${file.pathname} ended with ${code} before it listened.`))),
  ]);
  const pid = child.pid ?? 0;
  return {
    port,
    async ask(question) {
      child.send(question);
      const [answer] = await once(child, "message");
      return answer;
    },
    processorSeconds: () => processorSeconds(pid),
    mostMegabytes: () => mostMegabytes(pid),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    // It ends by itself once nobody is left to tell it anything, and Node writes its profile then, if it was to make one.
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
