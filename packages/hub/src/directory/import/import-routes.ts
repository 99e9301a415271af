import { importPeopleBody } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { answer } from "../../http/answers.ts";
import type { HubEnv } from "../../http/environment.ts";
import { readJson } from "../../http/read-input.ts";
import { importPeople } from "./import-people.ts";

/** People from a file. Mounted behind the guard of the admin panel. */
export function importRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();

  routes.post("/api/admin/people/import", async (c) => {
    const { csv, dry_run: dryRun } = await readJson(c, importPeopleBody);
    const { organisationId, person } = c.get("session");
    const job = { organisationId, requestedBy: person.user_id, requestId: c.get("requestId"), csv, dryRun };
    return answer(c, await importPeople(context, job));
  });

  return routes;
}
