import { join } from "node:path";
import { provideTestDatabase } from "../postgres/test-database.ts";
import { listenForInterruption } from "../processes/interruption.ts";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

const FOLDER = join(ROOT, "bench");
const BENCHMARKS = ["proxy", "hot-paths", "scale", "sdk"];
const WITHOUT_DATABASE = ["sdk"];

async function runBench([name, ...args]: readonly string[]): Promise<number> {
  if (name === undefined || !BENCHMARKS.includes(name)) {
    console.error(`Name one of the benchmarks: ${BENCHMARKS.join(", ")}.`);
    return 1;
  }
  const interruption = listenForInterruption();
  await using database = WITHOUT_DATABASE.includes(name)
    ? undefined
    : await provideTestDatabase(process.env, { durable: true });
  if (database !== undefined) console.log(database.summary);
  const { exitCode } = await runNode(["--expose-gc", join(FOLDER, `${name}.ts`), ...args], {
    cwd: ROOT,
    env: database?.env ?? process.env,
    signal: interruption.signal,
  });
  return interruption.exitCode(exitCode);
}

process.exitCode = await runBench(process.argv.slice(2));
