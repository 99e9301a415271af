import { readdirSync } from "node:fs";
import { join } from "node:path";
import { listenForInterruption } from "../processes/interruption.ts";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

const FOLDER = join(ROOT, "bench");

async function runBench([name, ...args]: readonly string[]): Promise<number> {
  const names = readdirSync(FOLDER)
    .filter((file) => file.endsWith(".bench.ts"))
    .map((file) => file.slice(0, -".bench.ts".length));
  if (name === undefined || !names.includes(name)) {
    console.error(`Name one of the benchmarks: ${names.join(", ") || "there are none yet"}.`);
    return 1;
  }
  const interruption = listenForInterruption();
  const file = join(FOLDER, `${name}.bench.ts`);
  const { exitCode } = await runNode(["--expose-gc", file, ...args], { cwd: ROOT, signal: interruption.signal });
  return interruption.exitCode(exitCode);
}

process.exitCode = await runBench(process.argv.slice(2));
