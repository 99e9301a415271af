import { USERS_PER_PAGE, userQuery } from "@joinery/contract";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { requireToken } from "../http/guards.ts";
import { limitIntegration } from "../http/rate-limit.ts";
import { readQuery } from "../http/read-input.ts";
import { findByEmployeeId, findPerson, listPeople, toUser } from "./people.ts";

/** `GET /v2/user`: always a flat array; past the last page it is empty (contract 1.2). */
export function userRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();

  routes.get("/v2/user", requireToken(context), limitIntegration(context.clock), async (c) => {
    const { organisationId } = c.get("holder");
    const { userId, employeeId, page = 1 } = readQuery(c, userQuery);
    if (userId === undefined && employeeId === undefined) {
      const people = await listPeople(db, organisationId, {
        offset: (page - 1) * USERS_PER_PAGE,
        limit: USERS_PER_PAGE,
      });
      return answer(c, people.map(toUser));
    }
    const person =
      userId === undefined
        ? await findByEmployeeId(db, organisationId, employeeId ?? "")
        : await findPerson(db, { organisationId, userId });
    return answer(c, person === undefined ? [] : [toUser(person)]);
  });

  return routes;
}
