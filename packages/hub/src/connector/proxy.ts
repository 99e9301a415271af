import { Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { IntegrationRow } from "../integrations/store.ts";
import type { IntegrationReply, OutgoingCall } from "./call-integration.ts";
import { ConnectorFailure } from "./connector-failure.ts";

/** A call, as far as its caller decides it; the integration's address and secret come from the registry. */
export type ProxyCall = Omit<OutgoingCall, "target">;

/**
 * Sends a request to an integration and notes how it went. `read` turns the answer into what the caller wants; when it
 * refuses the answer, that is noted too.
 */
export async function proxy<Result>(
  context: Context,
  integration: IntegrationRow,
  call: ProxyCall,
  read: (reply: IntegrationReply) => Result,
): Promise<Result> {
  if (!integration.enabled) throw new Problem("INTEGRATION_DISABLED");
  const vault = await context.vault.of(integration.organisation_id);
  const binding = { owner: integration.service_id, field: "proxy_secret" } as const;
  const target = {
    serviceId: integration.service_id,
    proxyUrl: integration.proxy_url,
    proxySecret: vault.open(binding, integration.sealed_secret),
    forwardedHeaders: integration.forwarded_headers,
    allowedNetworks: integration.allowed_networks,
  };
  const at = context.clock();
  const startedAt = performance.now();
  const note = (outcome: { status: number | null; problem: string | null; detail: string | null }) =>
    context.gathered.noteRequest({
      organisation_id: integration.organisation_id,
      request_id: call.requestId,
      at,
      service_id: integration.service_id,
      user_id: call.userId,
      method: call.method,
      path: call.rest.path.slice(0, 500),
      duration_ms: Math.round(performance.now() - startedAt),
      ...outcome,
    });

  try {
    const reply = await context.connector.call({ ...call, target });
    const result = read(reply);
    await note({ status: reply.status, problem: null, detail: null });
    return result;
  } catch (error) {
    if (error instanceof ConnectorFailure) {
      await note({ status: error.answerStatus ?? null, problem: error.code, detail: error.detail });
    }
    throw error;
  }
}
