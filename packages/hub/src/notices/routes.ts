import type { NoticesView } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { requireOwnPage, requireSession } from "../http/guards.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import { dismissNotice } from "./dismiss-notice.ts";
import { toNoticeView } from "./present.ts";
import { listNotices } from "./store.ts";

/** What a person is told about their links, on every page of theirs. */
export function noticeRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();

  routes.get("/api/notices", requireSession(context, { isUse: false }), async (c) => {
    const { organisationId, person } = c.get("session");
    const rows = await listNotices(db, organisationId, person.user_id);
    const names = rows.length === 0 ? new Map<string, string>() : await integrationNamesOf(db, organisationId);
    const view: NoticesView = { notices: rows.map((row) => toNoticeView(row, names.get(row.service_id) ?? "")) };
    return answer(c, view);
  });

  routes.delete("/api/notices/:noticeId", requireOwnPage(context), requireSession(context), async (c) => {
    const { organisationId, person } = c.get("session");
    const noticeId = c.req.param("noticeId");
    await dismissNotice(context, { organisationId, userId: person.user_id, noticeId });
    return answer(c, {});
  });

  return routes;
}
