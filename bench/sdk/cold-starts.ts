import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { installRuntimes } from "../../e2e/sdk/runtimes/install-runtimes.ts";
import { binaryOf } from "../../e2e/sdk/runtimes/runtimes.ts";
import { freePort } from "../../scripts/postgres/free-port.ts";
import { createTemporaryFolder } from "../../scripts/temporary-folder.ts";
import { bundle, PROGRAMS } from "./bundle.ts";

const run = promisify(execFile);
const ROUNDS = 15;
/** In milliseconds; whoever has not answered by then does not start at all. */
const LONGEST_START = 20_000;

/** Milliseconds from nothing to the first answer, the middle one of all rounds. */
export interface ColdStart {
  bare: number;
  sdk: number;
}

/** Answers one request that has no proxy secret, and says how long the process lives. */
const ASK_ONCE = `
import handler from "./program.mjs";
const answer = await handler.fetch(new Request("http://127.0.0.1:4001/auth/t-1", { method: "POST" }));
if (answer.status !== 401) throw new Error("It was answered " + answer.status);
console.log(performance.now());
`;

/** A new process of Node each time: the bundled integration beside a handler that says hello, in turns. */
export async function startInNode(): Promise<ColdStart> {
  using bare = createTemporaryFolder({ "main.mjs": ASK_ONCE, "program.mjs": (await bundle(PROGRAMS.bare)).code });
  using sdk = createTemporaryFolder({ "main.mjs": ASK_ONCE, "program.mjs": (await bundle(PROGRAMS.integration)).code });
  const start = async ({ path }: { path: string }) =>
    Number((await run(process.execPath, [join(path, "main.mjs")])).stdout);
  return await inTurns(
    () => start(bare),
    () => start(sdk),
  );
}

/** A new workerd each time; most of it is the start of workerd itself, which both sides have. */
export async function startInWorkerd(): Promise<ColdStart> {
  await installRuntimes();
  const files = async (program: string) => ({ "main.mjs": (await bundle(program)).code });
  using bare = createTemporaryFolder(await files(PROGRAMS.bare));
  using sdk = createTemporaryFolder(await files(PROGRAMS.worker));
  return await inTurns(
    () => startWorkerd(bare.path),
    () => startWorkerd(sdk.path),
  );
}

async function startWorkerd(folder: string): Promise<number> {
  const port = await freePort();
  writeFileSync(join(folder, "config.capnp"), configFor(port));
  const startedAt = performance.now();
  const process = spawn(binaryOf("workerd"), ["serve", join(folder, "config.capnp")], { stdio: "ignore" });
  const ended = once(process, "close");
  try {
    const answer = await askUntilItAnswers(`http://127.0.0.1:${port}/auth/t-1`, startedAt + LONGEST_START);
    if (answer.status !== 401) throw new Error(`The worker answered ${answer.status}.`);
    return performance.now() - startedAt;
  } finally {
    process.kill("SIGKILL");
    await ended;
  }
}

function configFor(port: number): string {
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "main", esModule = embed "main.mjs")],
  compatibilityDate = "2026-07-01",
);
`;
}

async function askUntilItAnswers(url: string, deadline: number): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, { method: "POST" });
    } catch (cause) {
      if (performance.now() > deadline) throw cause;
      await setTimeout(1);
    }
  }
}

async function inTurns(bare: () => Promise<number>, sdk: () => Promise<number>): Promise<ColdStart> {
  const times = { bare: [] as number[], sdk: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.bare.push(await bare());
    times.sdk.push(await sdk());
  }
  return { bare: median(times.bare), sdk: median(times.sdk) };
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
