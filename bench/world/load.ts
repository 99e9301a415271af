import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createTemporaryFolder } from "../../scripts/temporary-folder.ts";
import { OTHER_CORES } from "./machine.ts";
import type { PinnedProcess } from "./pinned-process.ts";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("load.lua", import.meta.url));

/** One request of a load. */
export interface LoadRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
}

/** How long a load lasts, and how many wait for an answer at the same time. */
export interface LoadShape {
  seconds: number;
  connections: number;
}

/** How a load went. */
export interface LoadResult {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Requests that were answered. */
  answered: number;
  /** Answers other than 2xx and 3xx. */
  refused: number;
  /** Processor time of the server for each answer, in microseconds. */
  processorMicros: number;
}

/** Sends requests in turns with wrk. */
export async function load(
  server: PinnedProcess,
  requests: readonly LoadRequest[],
  { seconds, connections }: LoadShape,
): Promise<LoadResult> {
  using folder = createTemporaryFolder({ requests: requests.map(lineOf).join("\n") });
  const args = ["-c", OTHER_CORES, "wrk", "-t", "1", "-c", String(connections), "-d", `${seconds}s`, "--latency"];
  const before = server.processorSeconds();
  const { stdout } = await run("taskset", [...args, "-s", SCRIPT, `http://127.0.0.1:${server.port}`], {
    env: { ...process.env, LOAD_REQUESTS: join(folder.path, "requests") },
  });
  const used = server.processorSeconds() - before;
  const answered = Number(found(stdout, /(\d+) requests in/));
  return {
    perSecond: Number(found(stdout, /Requests\/sec:\s+([\d.]+)/)),
    p50: milliseconds(found(stdout, /^\s+50%\s+(\S+)/m)),
    p99: milliseconds(found(stdout, /^\s+99%\s+(\S+)/m)),
    answered,
    refused: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
    processorMicros: (used / answered) * 1_000_000,
  };
}

function lineOf({ method, path, headers, body = "" }: LoadRequest): string {
  const pairs = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [method, path, pairs.join("\u0001"), body].join("\t");
}

function found(text: string, pattern: RegExp): string {
  const [, value] = pattern.exec(text) ?? [];
  if (value === undefined) throw new Error(`wrk said nothing that fits ${pattern}:\n${text}`);
  return value;
}

function milliseconds(text: string): number {
  const [, number = "NaN", unit = "ms"] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(number) * { us: 0.001, ms: 1, s: 1_000 }[unit as "us" | "ms" | "s"];
}
