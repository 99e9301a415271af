import { type ChildProcess, spawn } from "node:child_process";
import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { serve } from "@hono/node-server";

/** A server that answers Fetch requests, such as what `createIntegration` of the SDK returns. */
export interface FetchServer {
  fetch(request: Request): Response | Promise<Response>;
}

/** Ends something that a test has started. */
export type End = () => Promise<void>;

const READY_WITHIN_MS = 20_000;
const LOOK_EVERY_MS = 25;
/** A program gets this long to finish what it answers. */
const ENDS_WITHIN_MS = 5_000;

/** Lets a Fetch server listen where the workshop expects the integration. */
export function listen(server: FetchServer, place: URL): Promise<End> {
  return new Promise((resolve, reject) => {
    const listening = serve(
      { fetch: (request) => server.fetch(request), hostname: place.hostname, port: Number(place.port) },
      () => resolve(() => end(listening as Server)),
    );
    listening.once("error", reject);
  });
}

/** Answers that are still under way are cut off: a test must end, also when its integration hangs. */
async function end(server: Server): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
}

/** A program in any language, as one would start it in a terminal. */
export interface Program {
  command: string;
  args?: readonly string[];
  cwd?: string;
  /** More environment than the hub's settings. */
  env?: Readonly<Record<string, string>>;
}

/** Starts a program and waits until it takes connections. */
export async function startProgram(
  program: Program,
  { environment, isReady }: { environment: Readonly<Record<string, string>>; isReady: () => Promise<boolean> },
): Promise<End> {
  const child = spawn(program.command, program.args ?? [], {
    cwd: program.cwd,
    env: { ...process.env, ...environment, ...program.env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  child.once("error", () => undefined);
  const end = async () => {
    const killing = setTimeout(() => child.kill("SIGKILL"), ENDS_WITHIN_MS);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(killing);
  };
  if (await becomesReady(child, isReady)) return end;
  const why = whyNotReady(child, `${environment.HOST}:${environment.PORT}`);
  await end();
  throw new Error(`"${program.command}" ${why}`);
}

function whyNotReady({ pid, exitCode }: ChildProcess, address: string): string {
  if (pid === undefined) return "could not be started: is there such a program?";
  if (exitCode !== null) return `ended with exit code ${exitCode} before it took connections; what it said is above.`;
  return `did not listen at ${address} within ${READY_WITHIN_MS / 1_000} seconds. Does it read HOST and PORT?`;
}

async function becomesReady(child: ChildProcess, isReady: () => Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.exitCode === null && child.pid !== undefined && performance.now() < deadline) {
    if (await isReady()) return true;
    await wait(LOOK_EVERY_MS);
  }
  return false;
}
