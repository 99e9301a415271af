import { httpTarget, prettyResult, prettySummary, runConformance, workshopTarget } from "@joinery/conformance";
import { startPlain } from "../../../../examples/plain/world.fixture.ts";

await using hub = await startPlain();
const secrets = [hub.settings.proxySecret, hub.settings.apiToken];
const view = await hub.workshop.describe();
const target =
  process.argv[2] === "http"
    ? httpTarget({
        url: view.integration.upstream,
        serviceId: "x",
        authId: hub.settings.authId,
        proxySecret: hub.settings.proxySecret,
        otherSecrets: secrets,
      })
    : await workshopTarget(hub.workshop, { secrets });
const report = await runConformance({
  target,
  ...(process.argv[2] === "http" ? {} : { workshop: hub.workshop }),
  ...(process.argv[3] ? { profiles: process.argv.slice(3) } : {}),
  onProgress: (p) => p.type === "done" && console.log(prettyResult(p.result)),
});
console.log(prettySummary(report), report.exit_code);
process.exit();
