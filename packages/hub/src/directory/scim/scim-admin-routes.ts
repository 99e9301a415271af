import { createScimTokenBody, type ScimView } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { answer } from "../../http/answers.ts";
import type { HubEnv, Request } from "../../http/environment.ts";
import { requireFreshSignIn } from "../../http/guards.ts";
import { readJson } from "../../http/read-input.ts";
import { issueScimToken, revokeScimToken, toTokenView } from "./issue-scim-token.ts";
import { SCIM_PATH } from "./names.ts";
import { listScimTokens } from "./scim-token-store.ts";

/** The tokens by which the identity provider's directory reaches this hub. Mounted behind the guard of the admin panel. */
export function scimAdminRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const fresh = requireFreshSignIn(context);
  const issuerOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    userId: c.get("session").person.user_id,
    requestId: c.get("requestId"),
  });

  routes.get("/api/admin/scim", async (c) => {
    const rows = await listScimTokens(context.db, c.get("session").organisationId);
    const view: ScimView = { base_url: `${context.publicUrl.origin}${SCIM_PATH}`, tokens: rows.map(toTokenView) };
    return answer(c, view);
  });

  routes.post("/api/admin/scim/tokens", fresh, async (c) => {
    const { name } = await readJson(c, createScimTokenBody);
    return answer(c, await issueScimToken(context, issuerOf(c), name), 201);
  });

  // Revoking needs no fresh sign-in: whoever finds a leaked token must be quick.
  routes.delete("/api/admin/scim/tokens/:tokenId", async (c) => {
    await revokeScimToken(context, issuerOf(c), c.req.param("tokenId"));
    return answer(c, {});
  });

  return routes;
}
