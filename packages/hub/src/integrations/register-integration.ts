import { newId, Problem, randomToken256 } from "@joinery/contract";
import type { IntegrationRegistered, RegisterIntegrationBody } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Session } from "../http/environment.ts";
import { faultsOfBase, faultsOfProxyUrl } from "./addresses.ts";
import { drawApiToken, makeApiToken } from "./api-tokens.ts";
import { faultsOfHeaders } from "./header-names.ts";
import { insertApiToken, insertIntegration } from "./store.ts";

/** Who registers: a person of an organisation; nobody for the composition of a demonstration. */
export interface Registrar {
  organisationId: string;
  userId: string | null;
  requestId: string | null;
}

/** Draws the ids and secrets of a new integration. */
export function drawRegistration(): IntegrationRegistered {
  return {
    service_id: newId("service"),
    auth_id: newId("auth"),
    proxy_secret: randomToken256(),
    api_token: drawApiToken(),
  };
}

/** Registers an integration; its proxy secret and first API token are answered this once. */
export async function registerIntegration(
  context: Context,
  registrar: Registrar,
  body: RegisterIntegrationBody,
  registered = drawRegistration(),
): Promise<IntegrationRegistered> {
  refuseFaults(context, body);
  const { organisationId } = registrar;
  const now = context.clock();
  const vault = await context.vault.of(organisationId);
  const token = makeApiToken(context.digests, registered.service_id, "First token", now, registered.api_token);
  const binding = { owner: registered.service_id, field: "proxy_secret" } as const;

  await context.transact(async (tx) => {
    await insertIntegration(tx, {
      organisation_id: organisationId,
      service_id: registered.service_id,
      auth_id: registered.auth_id,
      kind: body.kind,
      name: body.name,
      description: body.description,
      proxy_url: body.proxy_url,
      connect_base: body.kind === "verified" ? body.connect_base : null,
      enabled: true,
      may_do: JSON.stringify(body.may_do),
      actions: JSON.stringify(body.actions),
      scopes: JSON.stringify(body.scopes ?? []),
      forwarded_headers: JSON.stringify(body.forwarded_headers),
      allowed_networks: JSON.stringify(body.allowed_networks),
      sealed_secret: vault.seal(binding, registered.proxy_secret),
      sealed_next_secret: null,
      secret_changed_at: now,
      created_at: now,
    });
    await insertApiToken(tx, { organisation_id: organisationId, ...token.row });
    await record(tx, {
      organisationId,
      at: now,
      action: "integration.registered",
      actorId: registrar.userId,
      serviceId: registered.service_id,
      detail: { kind: body.kind },
      requestId: registrar.requestId,
    });
  });
  return registered;
}

/** The registrar that a session stands for. */
export function registrarOf(session: Session, requestId: string): Registrar {
  return { organisationId: session.organisationId, userId: session.person.user_id, requestId };
}

function refuseFaults({ publicUrl, development }: Context, body: RegisterIntegrationBody): void {
  const errors = [
    ...faultsOfProxyUrl(body.proxy_url, { development }),
    ...(body.kind === "verified" ? faultsOfBase(body.connect_base, { publicUrl, development }) : []),
    ...faultsOfHeaders(body.forwarded_headers),
  ];
  if (errors.length > 0) throw new Problem("BAD_REQUEST", { errors });
}
