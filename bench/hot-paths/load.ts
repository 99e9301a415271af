import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const SCRIPT = fileURLToPath(new URL("load.lua", import.meta.url));

/** One request of a load. */
export interface LoadRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string;
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
}

export interface Load {
  port: number;
  requests: readonly LoadRequest[];
  seconds: number;
  connections: number;
  /** A file that the requests are written to. */
  file: string;
  core: number;
}

/** Sends requests in turns with wrk from a core of its own. */
export async function load({ port, requests, seconds, connections, file, core }: Load): Promise<LoadResult> {
  writeFileSync(file, requests.map(lineOf).join("\n"));
  const url = `http://127.0.0.1:${port}`;
  const args = ["-c", String(core), "wrk", "-t", "1", "-c", String(connections), "-d", `${seconds}s`];
  const { stdout } = await run("taskset", [...args, "--latency", "-s", SCRIPT, url], {
    env: { ...process.env, LOAD_REQUESTS: file },
    maxBuffer: 1 << 20,
  });
  return {
    perSecond: Number(found(stdout, /Requests\/sec:\s+([\d.]+)/)),
    p50: milliseconds(found(stdout, /50%\s+(\S+)/)),
    p99: milliseconds(found(stdout, /99%\s+(\S+)/)),
    answered: Number(found(stdout, /(\d+) requests in/)),
    refused: Number(/Non-2xx or 3xx responses: (\d+)/.exec(stdout)?.[1] ?? 0),
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
  const inMilliseconds = Number(number) * { us: 0.001, ms: 1, s: 1_000 }[unit as "us" | "ms" | "s"];
  return Math.round(inMilliseconds * 100) / 100;
}
