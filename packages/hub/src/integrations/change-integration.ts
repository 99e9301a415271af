import { Problem } from "@joinery/contract";
import type { ChangeIntegrationBody } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { faultsOfBase, faultsOfProxyUrl } from "./addresses.ts";
import { faultsOfHeaders } from "./header-names.ts";
import type { Registrar } from "./register-integration.ts";
import { getIntegration, updateIntegration } from "./store.ts";

/** Changes what is given and leaves the rest. Switching `enabled` off stops every request to the integration at once. */
export async function changeIntegration(
  context: Context,
  registrar: Registrar,
  serviceId: string,
  body: ChangeIntegrationBody,
): Promise<void> {
  const ref = { organisationId: registrar.organisationId, serviceId };
  const integration = await getIntegration(context.db, ref);
  refuseFaults(context, integration.kind, body);
  const change = toColumns(body);
  if (Object.keys(change).length === 0) return;

  await context.transact(async (tx) => {
    if (!(await updateIntegration(tx, ref, change))) throw new Problem("INTEGRATION_NOT_FOUND");
    await record(tx, {
      organisationId: ref.organisationId,
      at: context.clock(),
      action:
        body.enabled === undefined
          ? "integration.changed"
          : body.enabled
            ? "integration.enabled"
            : "integration.disabled",
      actorId: registrar.userId,
      serviceId,
      detail: { fields: Object.keys(change).join(", ") },
      requestId: registrar.requestId,
    });
  });
}

function refuseFaults(
  { publicUrl, development }: Context,
  kind: "plain" | "verified",
  body: ChangeIntegrationBody,
): void {
  const errors = [];
  if (body.proxy_url !== undefined) errors.push(...faultsOfProxyUrl(body.proxy_url, { development }));
  if (body.connect_base !== undefined) {
    if (kind === "plain") errors.push({ path: "connect_base", message: "belongs to verified integrations only" });
    else errors.push(...faultsOfBase(body.connect_base, { publicUrl, development }));
  }
  errors.push(...faultsOfHeaders(body.forwarded_headers ?? []));
  if (errors.length > 0) throw new Problem("BAD_REQUEST", { errors });
}

/** Lists travel as JSON text, because the column is JSON. */
function toColumns({ may_do, actions, scopes, forwarded_headers, allowed_networks, ...plain }: ChangeIntegrationBody) {
  const lists = { may_do, actions, scopes, forwarded_headers, allowed_networks };
  const asText = Object.entries(lists).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)]],
  );
  const given = Object.entries(plain).filter(([, value]) => value !== undefined);
  return Object.fromEntries([...given, ...asText]);
}
