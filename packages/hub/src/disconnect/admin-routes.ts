import type { AdminDisconnectRow, AdminDisconnectsView } from "@joinery/contract/pages";
import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { readJson } from "../http/read-input.ts";
import { finishDisconnect, shreddedAt } from "./finish-disconnect.ts";
import { getReceipt, toReceipts } from "./receipt.ts";
import { retryDisconnect } from "./retry-disconnect.ts";
import { type DisconnectRow, listOpenDisconnects } from "./store.ts";

const ROWS_SHOWN = 200;
const finishBody = z.object({ reason: z.string().trim().max(500).optional() });

/** Disconnects that are not finished, and what an administrator can do about them. Mounted behind the guard of the admin panel. */
export function disconnectAdminRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();
  const refOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    linkedAccountId: c.req.param("accountId") ?? "",
  });
  const askerOf = (c: Request) => ({ actorId: c.get("session").person.user_id, requestId: c.get("requestId") });

  routes.get("/api/admin/disconnects", async (c) => {
    const { organisationId } = c.get("session");
    const stopped = await listOpenDisconnects(db, { organisationId, stopped: true }, ROWS_SHOWN);
    const underWay = await listOpenDisconnects(db, { organisationId, stopped: false }, ROWS_SHOWN);
    const toRows = async (rows: DisconnectRow[]): Promise<AdminDisconnectRow[]> => {
      const receipts = await toReceipts(db, organisationId, rows);
      return rows.flatMap((row, index) => {
        const receipt = receipts[index];
        return receipt === undefined ? [] : [{ receipt, shredded_at: shreddedAt(row).toISOString() }];
      });
    };
    const view: AdminDisconnectsView = {
      needs_administrator: await toRows(stopped),
      under_way: await toRows(underWay),
    };
    return answer(c, view);
  });

  routes.post("/api/admin/disconnects/:accountId/retry", async (c) => {
    await retryDisconnect(context, refOf(c), askerOf(c));
    return answer(c, await getReceipt(db, refOf(c)));
  });

  routes.post("/api/admin/disconnects/:accountId/finish", async (c) => {
    const { reason } = await readJson(c, finishBody);
    await finishDisconnect(context, refOf(c), { ...askerOf(c), reason: reason || null });
    return answer(c, await getReceipt(db, refOf(c)));
  });
  return routes;
}
