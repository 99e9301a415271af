import { join } from "node:path";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

/** How the tests run. */
export interface VitestOptions {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/**
 * Runs vitest once and resolves to its exit code. With `JOINERY_TEST_REPORT` set, vitest also writes its JSON report
 * there, from which `.ci/run` takes the real numbers.
 */
export async function runVitest(
  config: string,
  args: readonly string[],
  { env, signal }: VitestOptions,
): Promise<number> {
  const report = env.JOINERY_TEST_REPORT;
  const reporters = report ? ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`] : [];
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const { exitCode } = await runNode([vitest, "run", "--config", config, ...reporters, ...args], {
    cwd: ROOT,
    env,
    signal,
  });
  return exitCode;
}
