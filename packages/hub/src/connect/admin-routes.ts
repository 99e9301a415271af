import { FLOW_LIMITS } from "@joinery/contract";
import type { OrphanRow } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { namesOf } from "../directory/people.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import { listOrphans } from "./store.ts";

/** Orphans, for administrators: a grant may exist at the external service that the hub knows nothing of. */
export function connectAdminRoutes({ db, clock }: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.get("/api/admin/orphans", async (c) => {
    const { organisationId } = c.get("session");
    const flows = await listOrphans(db, organisationId, new Date(clock().getTime() - FLOW_LIMITS.saveSeconds * 1000));
    const people = await namesOf(
      db,
      organisationId,
      flows.map((flow) => flow.user_id),
    );
    const integrations = await integrationNamesOf(db, organisationId);
    const rows: OrphanRow[] = flows.map((flow) => ({
      flow: flow.flow_id,
      user_id: flow.user_id,
      user_name: people.get(flow.user_id) ?? null,
      integration_name: integrations.get(flow.service_id) ?? "",
      kind: flow.state === "refused" ? "reported" : "silent",
      claimed_at: (flow.claimed_at ?? flow.created_at).toISOString(),
    }));
    return answer(c, { rows });
  });
  return routes;
}
