import type { DeadJobRow, DeadJobsView } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { sendAgain } from "./send-again.ts";
import { type DeadJob, listDead } from "./store.ts";

const ROWS_SHOWN = 200;

/** Dead letters, for administrators. Mounted behind the guard of the admin panel. */
export function jobAdminRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();

  routes.get("/api/admin/jobs", async (c) => {
    const dead = await listDead(context.db, c.get("session").organisationId, ROWS_SHOWN);
    const view: DeadJobsView = { jobs: dead.map(toRow) };
    return answer(c, view);
  });

  routes.post("/api/admin/jobs/:jobId/again", async (c) => {
    const { organisationId, person } = c.get("session");
    const ref = { organisationId, jobId: c.req.param("jobId") };
    await sendAgain(context, ref, { actorId: person.user_id, requestId: c.get("requestId") });
    return answer(c, {});
  });
  return routes;
}

function toRow(job: DeadJob): DeadJobRow {
  const { organisationId: _ours, ...about } = job.data;
  return {
    job_id: job.id,
    name: job.source_name ?? "",
    created_at: (job.source_created_on ?? job.created_on).toISOString(),
    failed_at: job.created_on.toISOString(),
    attempts: (job.source_retry_count ?? 0) + 1,
    about,
    error: job.source_output?.error ?? null,
  };
}
