import { findCheck, type Report, runConformance } from "@joinery/conformance";
import { Problem } from "@joinery/contract";
import type { ConformanceReport } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { getIntegration, type IntegrationRef } from "../integrations/store.ts";
import { connectorTarget } from "./connector-target.ts";

/**
 * Runs the checks of *core* that change nothing against an integration that people may be using: through the hub's own
 * connector, so behind its address guard and signed as every request is. No flow is stored, so nothing can be linked.
 */
export async function checkIntegration(
  context: Context,
  ref: IntegrationRef,
  { userId, requestId }: { userId: string; requestId: string },
): Promise<ConformanceReport> {
  const integration = await getIntegration(context.db, ref);
  if (!integration.enabled) throw new Problem("INTEGRATION_DISABLED");
  const vault = await context.vault.of(ref.organisationId);
  const binding = { owner: integration.service_id, field: "proxy_secret" } as const;
  const proxySecret = vault.open(binding, integration.sealed_secret);
  const checkedAt = context.clock();
  const report = await runConformance({
    target: connectorTarget(context.connector, { integration, proxySecret, userId }),
    profiles: ["core"],
    only: ({ harmless }) => harmless,
  });
  await record(context.db, {
    organisationId: ref.organisationId,
    at: checkedAt,
    action: "integration.checked",
    actorId: userId,
    serviceId: ref.serviceId,
    detail: { passed: report.counts.passed, failed: report.counts.failed },
    requestId,
  });
  return present(report, checkedAt);
}

function present(report: Report, checkedAt: Date): ConformanceReport {
  return {
    checked_at: checkedAt.toISOString(),
    duration_ms: report.duration_ms,
    results: report.results.map(({ id, sentence, outcome, expected, got, note }) => {
      return { id, sentence, outcome, expected, got, note, fix: findCheck(id)?.fix ?? "" };
    }),
    could_not_run: report.could_not_run,
  };
}
