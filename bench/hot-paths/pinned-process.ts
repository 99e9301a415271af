import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A process of a benchmark that runs on one core and listens on loopback. */
export interface PinnedProcess extends AsyncDisposable {
  port: number;
  /** Asks the process something; it answers once. */
  ask(question: string): Promise<unknown>;
  /** Resident memory now, in megabytes. */
  memory(): number;
  /** Ends it without a warning. */
  kill(): Promise<void>;
}

/** Starts `<name>.process.ts` of this folder on one core and waits for its port. */
export async function startPinned(
  name: string,
  core: number,
  settings: Record<string, unknown>,
): Promise<PinnedProcess> {
  const file = fileURLToPath(new URL(`${name}.process.ts`, import.meta.url));
  const child = spawn("taskset", ["-c", String(core), process.execPath, file], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, BENCH_SETTINGS: JSON.stringify(settings) },
  });
  const ended = once(child, "exit");
  const port = await Promise.race([
    once(child, "message").then(([message]) => (message as { port: number }).port),
    ended.then(([code]) => Promise.reject(new Error(`${name} ended with ${code} before it listened.`))),
  ]);
  return {
    port,
    async ask(question) {
      child.send(question);
      const [answer] = await once(child, "message");
      return answer;
    },
    memory: () => residentMegabytes(child),
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function residentMegabytes({ pid }: ChildProcess): number {
  const [, kilobytes = "0"] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) / 1024;
}
