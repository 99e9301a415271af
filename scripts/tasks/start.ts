import { rmSync } from "node:fs";
import { arePagesCurrent, ensurePages, PAGES_MARK } from "../pages/ensure-pages.ts";
import { endWithLauncher } from "../processes/end-with-launcher.ts";

/**
 * The pages are built beside the start of the servers: both take about a second, on two cores at the same time. The
 * composition says that it is ready when the mark of the pages is there.
 */
endWithLauncher();

const building = new AbortController();
if (!arePagesCurrent()) {
  rmSync(PAGES_MARK, { force: true });
  console.log("Building the pages …");
  ensurePages({ signal: building.signal }).catch((error: unknown) => {
    if (building.signal.aborted) return;
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
    process.kill(process.pid, "SIGTERM");
  });
}
process.once("exit", () => building.abort());

await import("../../packages/workshop/src/start/main.ts");
