import { statSync } from "node:fs";
import { relative } from "node:path";
import { makePacks } from "../pack/make-packs.ts";
import { listenForInterruption } from "../processes/interruption.ts";
import { ROOT } from "../root.ts";

const interruption = listenForInterruption();
const startedAt = performance.now();
const only = process.argv.slice(2);
try {
  const packed = await makePacks({ ...(only.length === 0 ? {} : { only }), signal: interruption.signal });
  for (const path of packed) console.log(`${relative(ROOT, path)} (${Math.ceil(statSync(path).size / 1024)} KB)`);
  console.log(`packed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exitCode = interruption.exitCode(Number(process.exitCode ?? 0));
