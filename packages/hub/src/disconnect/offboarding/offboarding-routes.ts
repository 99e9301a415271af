import type { OffboardingRow, PageOf, ReactivateAnswer } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import { namesOf } from "../../directory/people.ts";
import { answer } from "../../http/answers.ts";
import { readCursor, toPage } from "../../http/cursor.ts";
import type { HubEnv, Request } from "../../http/environment.ts";
import { offboardPerson } from "./offboard-person.ts";
import { listDisconnectsOf, listOffboardings } from "./offboarding-store.ts";
import { reactivatePerson } from "./reactivate-person.ts";
import { getReport, toListRow } from "./report.ts";

/** Offboarding by a button, and the reports of all offboardings. Mounted behind the guard of the admin panel. */
export function offboardingRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();
  const personOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    userId: c.req.param("userId") ?? "",
    requestedBy: c.get("session").person.user_id,
    requestId: c.get("requestId"),
  });
  const refOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    offboardingId: c.req.param("offboardingId") ?? "",
  });

  routes.post("/api/admin/people/:userId/offboard", async (c) => {
    const leaving = personOf(c);
    const offboardingId = await offboardPerson(context, { ...leaving, source: "administrator" });
    return answer(c, await getReport(db, { organisationId: leaving.organisationId, offboardingId }));
  });

  routes.post("/api/admin/people/:userId/reactivate", async (c) => {
    await reactivatePerson(context, personOf(c));
    const done: ReactivateAnswer = {};
    return answer(c, done);
  });

  routes.get("/api/admin/offboardings", async (c) => {
    const { organisationId } = c.get("session");
    const rows = await listOffboardings(db, organisationId, readCursor(c.req.query("before")));
    const ids = rows.map((row) => row.offboarding_id);
    const receipts = Map.groupBy(await listDisconnectsOf(db, organisationId, ids), (row) => row.offboarding_id);
    const people = rows.map((row) => row.user_id);
    const names = await namesOf(db, organisationId, people);
    const view: PageOf<OffboardingRow> = toPage(
      rows,
      (row) => ({ at: row.started_at, id: row.offboarding_id }),
      (row) => toListRow(row, receipts.get(row.offboarding_id) ?? [], names),
    );
    return answer(c, view);
  });

  routes.get("/api/admin/offboardings/:offboardingId", async (c) => answer(c, await getReport(db, refOf(c))));

  routes.get("/api/admin/offboardings/:offboardingId/report.json", async (c) => {
    const report = await getReport(db, refOf(c));
    return c.body(JSON.stringify(report, null, 2), 200, {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="offboarding-${report.offboarding_id}.json"`,
    });
  });

  return routes;
}
