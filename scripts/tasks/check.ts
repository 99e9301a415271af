import { ALL_CHECKS, type Check, type Finding } from "../checks/all-checks.ts";
import { listenForInterruption } from "../processes/interruption.ts";

const interruption = listenForInterruption();

/** One line for each check, as soon as it is done; a failed one shows what it found. Resolves to whether it passed. */
async function report(check: Check): Promise<boolean> {
  const startedAt = performance.now();
  const { faults, note } = await findingOf(check);
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(`${faults.length === 0 ? "ok    " : "FAILED"} ${check.name} (${seconds} s)${note ? `: ${note}` : ""}`);
  for (const fault of faults) console.log(fault.replace(/^/gm, "       "));
  return faults.length === 0;
}

async function findingOf(check: Check): Promise<Finding> {
  try {
    return await check.run(interruption.signal);
  } catch (error) {
    return { faults: [error instanceof Error ? error.message : String(error)] };
  }
}

const passed = await Promise.all(ALL_CHECKS.map(report));
const failures = passed.filter((isGood) => !isGood).length;
console.log(failures === 0 ? "Everything is in order." : `${failures} of ${passed.length} checks failed.`);
process.exitCode = interruption.exitCode(failures === 0 ? 0 : 1);
