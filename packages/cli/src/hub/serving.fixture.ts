import { PassThrough } from "node:stream";
import { vi } from "vitest";
import { runCommandLine } from "../run.ts";

/** A line that `joinery hub serve --json` writes. */
export type Line = Record<string, unknown> & { event?: string; listen?: { port: number } };

/** A hub that the command runs. */
export interface Serving extends AsyncDisposable {
  /** Where it really listens. */
  url: string;
  /** What it has said until now. */
  lines(): Line[];
  /** What SIGTERM does; resolves to the exit code. */
  end(): Promise<number>;
}

/** Runs `joinery hub serve --json` until it is ready. */
export async function startServing(folder: string, env: NodeJS.ProcessEnv, args: string[] = []): Promise<Serving> {
  const chunks: string[] = [];
  const stdout = new PassThrough().setEncoding("utf8").on("data", (chunk: string) => chunks.push(chunk));
  const signal = new AbortController();
  const exitCode = runCommandLine(["hub", "serve", "--json", ...args], {
    env: { JOINERY_LISTEN: "127.0.0.1:0", JOINERY_LOG_LEVEL: "error", ...env },
    folder,
    stdin: new PassThrough(),
    stdout,
    stderr: new PassThrough().resume(),
    signal: signal.signal,
  });
  const lines = () =>
    chunks
      .join("")
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);
  const end = () => {
    signal.abort();
    return exitCode;
  };
  const isReady = () => lines().find(({ event }) => event === "ready");
  const ready = await Promise.race([vi.waitUntil(isReady, { timeout: 60_000 }), exitCode]);
  if (typeof ready === "number") throw new Error(`The hub ended with ${ready}: ${chunks.join("")}`);
  return {
    url: `http://127.0.0.1:${ready.listen?.port}`,
    lines,
    end,
    [Symbol.asyncDispose]: async () => void (await end()),
  };
}
