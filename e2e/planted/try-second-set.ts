import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runConformance, workshopTarget } from "@joinery/conformance";
import { startHub } from "@joinery/testing";

/**
 * Runs everything against the second set: faulty integrations by somebody who had not seen the checks. It prints what is
 * found, and nothing is expected of it.
 */

const FOLDER = fileURLToPath(new URL("./second-set/", import.meta.url));
const VERIFIED = new Set(["three.mjs"]);

for (const name of readdirSync(FOLDER).filter((file) => /\.(mjs|py)$/.test(file))) {
  const kind = VERIFIED.has(name) ? "verified" : "plain";
  await using hub = await startHub({ kind });
  const command = name.endsWith(".py") ? "python3" : process.execPath;
  await hub.run({ command, args: [name], cwd: FOLDER, env: { JOINERY_KIND: kind } });
  const { workshop, settings } = hub;
  const secrets = [settings.proxySecret, settings.apiToken, settings.service.clientSecret];
  const report = await runConformance({ target: await workshopTarget(workshop, { secrets }), workshop });
  console.log(`\n## ${name} (${kind}): ${JSON.stringify(report.counts)}`);
  for (const result of report.results.filter(({ outcome }) => outcome !== "passed")) {
    console.log(`${result.outcome} ${result.id}: ${result.expected ?? ""} | ${result.got ?? ""} ${result.note ?? ""}`);
  }
}
process.exit();
