import { join } from "node:path";
import { provideTestDatabase } from "../postgres/test-database.ts";
import { listenForInterruption } from "../processes/interruption.ts";
import { ROOT } from "../root.ts";
import { runVitest } from "../vitest/run-vitest.ts";

const interruption = listenForInterruption();
await using database = await provideTestDatabase();
console.log(database.summary);
const exitCode = await runVitest(join(ROOT, "vitest.config.ts"), process.argv.slice(2), {
  env: database.env,
  signal: interruption.signal,
});
console.log(database.summary);
process.exitCode = interruption.exitCode(exitCode);
