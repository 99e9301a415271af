import { Problem, randomToken256 } from "@joinery/contract";
import type { RotateSecretBody } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Registrar } from "./register-integration.ts";
import { getIntegration, updateIntegration } from "./store.ts";

const DONE = {
  prepare: "integration.secret_prepared",
  activate: "integration.secret_activated",
  discard: "integration.secret_discarded",
} as const;

/**
 * Rotates a proxy secret in two steps (contract 2.2): `prepare` makes the next one while the hub goes on sending the current
 * one, `activate` sends the next one from then on, `discard` forgets it. Answers the secret once, when it is prepared.
 */
export async function rotateSecret(
  context: Context,
  registrar: Registrar,
  serviceId: string,
  body: RotateSecretBody,
): Promise<{ proxy_secret?: string }> {
  const ref = { organisationId: registrar.organisationId, serviceId };
  const integration = await getIntegration(context.db, ref);
  const vault = await context.vault.of(ref.organisationId);
  const now = context.clock();

  async function write(change: Parameters<typeof updateIntegration>[2], expected?: { sealedNextSecret: string }) {
    await context.transact(async (tx) => {
      if (!(await updateIntegration(tx, ref, change, expected))) throw new Problem("VERSION_MISMATCH");
      await record(tx, {
        organisationId: ref.organisationId,
        at: now,
        action: DONE[body.step],
        actorId: registrar.userId,
        serviceId,
        requestId: registrar.requestId,
      });
    });
  }

  if (body.step === "prepare") {
    const secret = body.secret ?? randomToken256();
    await write({ sealed_next_secret: vault.seal({ owner: serviceId, field: "next_proxy_secret" }, secret) });
    return { proxy_secret: secret };
  }
  const sealedNext = integration.sealed_next_secret;
  if (sealedNext === null) {
    throw new Problem("BAD_REQUEST", {
      errors: [{ path: "step", message: "must be prepare: no next secret is prepared" }],
    });
  }
  if (body.step === "discard") {
    await write({ sealed_next_secret: null }, { sealedNextSecret: sealedNext });
    return {};
  }
  const next = vault.open({ owner: serviceId, field: "next_proxy_secret" }, sealedNext);
  const change = {
    sealed_secret: vault.seal({ owner: serviceId, field: "proxy_secret" }, next),
    sealed_next_secret: null,
    secret_changed_at: now,
  };
  await write(change, { sealedNextSecret: sealedNext });
  return {};
}
