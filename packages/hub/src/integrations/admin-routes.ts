import {
  changeIntegrationBody,
  createTokenBody,
  policyBody,
  registerIntegrationBody,
  rotateSecretBody,
} from "@joinery/contract/pages";
import { Hono } from "hono";
import { countLiveAccounts } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import { findLastProblems } from "../connector/requests.ts";
import type { Context } from "../context.ts";
import { getOrganisation, setRequireVerified } from "../directory/organisations.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireFreshSignIn } from "../http/guards.ts";
import { readJson } from "../http/read-input.ts";
import { changeIntegration } from "./change-integration.ts";
import { createApiToken, revokeApiToken } from "./issue-api-token.ts";
import { toAdminRow, toAdminView } from "./present.ts";
import { registerIntegration, registrarOf } from "./register-integration.ts";
import { rotateSecret } from "./rotate-secret.ts";
import { getIntegration, listApiTokens, listIntegrations } from "./store.ts";

/** The admin panel's view of integrations, and the organisation's policy. Mounted behind `requireAdministrator`. */
export function integrationAdminRoutes(context: Context): Hono<HubEnv> {
  const { db, transact } = context;
  const routes = new Hono<HubEnv>();
  const fresh = requireFreshSignIn(context);
  const who = (c: Request) => registrarOf(c.get("session"), c.get("requestId"));
  const refOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    serviceId: c.req.param("serviceId") ?? "",
  });

  async function factsOf(organisationId: string) {
    const counts = await countLiveAccounts(db, organisationId);
    const problems = await findLastProblems(db, organisationId);
    return (serviceId: string) => ({
      linkedAccounts: counts.byService.get(serviceId) ?? 0,
      lastProblem: problems.get(serviceId),
    });
  }

  routes.get("/api/admin/integrations", async (c) => {
    const { organisationId } = c.get("session");
    const facts = await factsOf(organisationId);
    const rows = await listIntegrations(db, organisationId);
    return answer(c, { integrations: rows.map((row) => toAdminRow(row, facts(row.service_id))) });
  });

  routes.post("/api/admin/integrations", async (c) =>
    answer(c, await registerIntegration(context, who(c), await readJson(c, registerIntegrationBody)), 201),
  );

  routes.get("/api/admin/integrations/:serviceId", async (c) => {
    const row = await getIntegration(db, refOf(c));
    const facts = await factsOf(row.organisation_id);
    return answer(c, toAdminView(row, facts(row.service_id), await listApiTokens(db, refOf(c))));
  });

  routes.patch("/api/admin/integrations/:serviceId", async (c) => {
    await changeIntegration(context, who(c), refOf(c).serviceId, await readJson(c, changeIntegrationBody));
    const row = await getIntegration(db, refOf(c));
    const facts = await factsOf(row.organisation_id);
    return answer(c, toAdminView(row, facts(row.service_id), await listApiTokens(db, refOf(c))));
  });

  routes.post("/api/admin/integrations/:serviceId/proxy-secret", fresh, async (c) =>
    answer(c, await rotateSecret(context, who(c), refOf(c).serviceId, await readJson(c, rotateSecretBody))),
  );

  routes.post("/api/admin/integrations/:serviceId/tokens", fresh, async (c) => {
    const { name } = await readJson(c, createTokenBody);
    return answer(c, await createApiToken(context, who(c), refOf(c).serviceId, name), 201);
  });

  routes.delete("/api/admin/integrations/:serviceId/tokens/:tokenId", async (c) => {
    await revokeApiToken(context, who(c), refOf(c).serviceId, c.req.param("tokenId"));
    return answer(c, {});
  });

  routes.get("/api/admin/policy", async (c) => {
    const organisation = await getOrganisation(db, c.get("session").organisationId);
    return answer(c, { require_verified: organisation.require_verified });
  });

  routes.patch("/api/admin/policy", async (c) => {
    const { require_verified: requireVerified } = await readJson(c, policyBody);
    const { organisationId } = c.get("session");
    await transact(async (tx) => {
      await setRequireVerified(tx, organisationId, requireVerified);
      await record(tx, {
        organisationId,
        at: context.clock(),
        action: "policy.changed",
        actorId: who(c).userId,
        detail: { require_verified: requireVerified },
        requestId: c.get("requestId"),
      });
    });
    return answer(c, { require_verified: requireVerified });
  });

  return routes;
}
