import { Problem } from "@joinery/contract";
import type { AdminPeopleView, AdminPersonView } from "@joinery/contract/pages";
import { Hono } from "hono";
import { z } from "zod";
import { toAccountSummary } from "../accounts/present.ts";
import { countLiveAccounts, findAccountOfOrganisation, listAccountsOfUser } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { disconnectAccount } from "../disconnect/disconnect-account.ts";
import { findNewestOffboarding } from "../disconnect/offboarding/offboarding-store.ts";
import { toReceipt } from "../disconnect/receipt.ts";
import { listDisconnects } from "../disconnect/store.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { readJson } from "../http/read-input.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import { changeRole } from "./change-role.ts";
import { findPerson, listPeople, namesOf, toPersonView } from "./people.ts";

const RECEIPTS_SHOWN = 100;
const changePersonBody = z.object({ role: z.enum(["member", "administrator", "auditor"]) });

/** People and their linked accounts, for administrators. Mounted behind `requireAdministrator`. */
export function peopleAdminRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();

  routes.get("/api/admin/people", async (c) => {
    const { organisationId } = c.get("session");
    const counts = await countLiveAccounts(db, organisationId);
    const people = await listPeople(db, organisationId);
    const view: AdminPeopleView = {
      people: people.map((row) => ({ ...toPersonView(row), linked_accounts: counts.byUser.get(row.user_id) ?? 0 })),
    };
    return answer(c, view);
  });

  routes.get("/api/admin/people/:userId", async (c) => {
    const ref = { organisationId: c.get("session").organisationId, userId: c.req.param("userId") };
    const person = await findPerson(db, ref);
    if (person === undefined) throw new Problem("USER_NOT_FOUND");
    const accounts = await listAccountsOfUser(db, ref);
    const disconnects = await listDisconnects(db, ref, RECEIPTS_SHOWN);
    const integrations = await integrationNamesOf(db, ref.organisationId);
    const names = await namesOf(db, ref.organisationId, [ref.userId, ...disconnects.map((row) => row.requested_by)]);
    const view: AdminPersonView = {
      person: toPersonView(person),
      offboarding_id: (await findNewestOffboarding(db, ref))?.offboarding_id ?? null,
      accounts: accounts.map((row) => ({
        ...toAccountSummary(row),
        service_id: row.service_id,
        integration_name: integrations.get(row.service_id) ?? "",
        last_used_at: row.last_used_at?.toISOString() ?? null,
      })),
      receipts: disconnects.map((row) => toReceipt(row, integrations.get(row.service_id) ?? "", names)),
    };
    return answer(c, view);
  });

  routes.patch("/api/admin/people/:userId", async (c) => {
    const { organisationId, person } = c.get("session");
    const { role } = await readJson(c, changePersonBody);
    const by = { role, actorId: person.user_id, requestId: c.get("requestId") };
    return answer(c, toPersonView(await changeRole(context, { organisationId, userId: c.req.param("userId") }, by)));
  });

  routes.delete("/api/admin/accounts/:accountId", async (c) => {
    const { organisationId, person } = c.get("session");
    const account = await findAccountOfOrganisation(db, { organisationId, linkedAccountId: c.req.param("accountId") });
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    const ref = {
      organisationId: account.organisation_id,
      userId: account.user_id,
      serviceId: account.service_id,
      linkedAccountId: account.linked_account_id,
    };
    return answer(c, await disconnectAccount(context, ref, { actorId: person.user_id, requestId: c.get("requestId") }));
  });

  return routes;
}
