import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Miniflare } from "miniflare";
import { createTemporaryFolder } from "../../scripts/temporary-folder.ts";
import { bundle, PROGRAMS } from "./bundle.ts";

const run = promisify(execFile);
const ROUNDS = 15;

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
  const [bare, sdk] = await Promise.all([bundle(PROGRAMS.bare), bundle(PROGRAMS.worker)]);
  const start = async (script: string) => {
    const startedAt = performance.now();
    const worker = new Miniflare({ modules: true, script, compatibilityDate: "2026-07-01" });
    const answer = await worker.dispatchFetch("http://127.0.0.1:4001/auth/t-1", { method: "POST" });
    const took = performance.now() - startedAt;
    await worker.dispose();
    if (answer.status !== 401) throw new Error(`The worker answered ${answer.status}.`);
    return took;
  };
  return await inTurns(
    () => start(bare.code),
    () => start(sdk.code),
  );
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
