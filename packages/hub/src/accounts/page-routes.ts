import { Problem } from "@joinery/contract";
import type { AccountView, IntegrationCard, IntegrationsView, IntegrationView } from "@joinery/contract/pages";
import { Hono } from "hono";
import { z } from "zod";
import { obstacleOf } from "../connect/obstacle.ts";
import { readSituation } from "../connect/start-connect.ts";
import type { Context } from "../context.ts";
import { disconnectAccount } from "../disconnect/disconnect-account.ts";
import { getReceipt } from "../disconnect/receipt.ts";
import { findWaitingFor, listDisconnects } from "../disconnect/store.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireOwnPage, requireSession } from "../http/guards.ts";
import { readJson } from "../http/read-input.ts";
import { getIntegration, type IntegrationRow, listIntegrations } from "../integrations/store.ts";
import { chooseAccount } from "./choose-account.ts";
import { missingScopes, toAccountSummary } from "./present.ts";
import { findAccountOfUser, isLive, type LinkedAccountRow, listAccountsOfUser } from "./store.ts";

const RECEIPTS_SHOWN = 10;
const choiceBody = z.object({ choice: z.enum(["replace", "add", "cancel"]) });

/** What a person's own pages read: integrations, their accounts, receipts. */
export function accountPageRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();
  const session = requireSession(context);
  const who = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    userId: c.get("session").person.user_id,
  });

  routes.get("/api/integrations", session, async (c) => {
    const integrations = await listIntegrations(db, who(c).organisationId);
    const accounts = await listAccountsOfUser(db, who(c));
    const view: IntegrationsView = { integrations: integrations.map((row) => toCard(row, accounts)) };
    return answer(c, view);
  });

  routes.get("/api/integrations/:serviceId", session, async (c) => {
    const ref = { ...who(c), serviceId: c.req.param("serviceId") };
    const row = await getIntegration(db, ref);
    const accounts = await listAccountsOfUser(db, ref);
    const removed = await listDisconnects(db, ref, RECEIPTS_SHOWN);
    const view: IntegrationView = {
      ...toCard(row, accounts),
      auth_id: row.auth_id,
      kind: row.kind,
      may_do: row.may_do,
      actions: row.actions,
      obstacle: obstacleOf(await readSituation(context, ref.organisationId, ref.userId, row)),
      waiting_for: await findWaitingFor(db, ref),
      removed: removed.map((receipt) => ({
        linked_account_id: receipt.linked_account_id,
        external_account_id: receipt.external_account_id,
        removed_at: receipt.requested_at.toISOString(),
        finished: receipt.acknowledgement !== null,
      })),
    };
    return answer(c, view);
  });

  routes.get("/api/accounts/:accountId", session, async (c) => {
    const row = await getAccount(c);
    if (row.state === "gone" || row.state === "disconnecting") throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    const integration = await getIntegration(db, { organisationId: row.organisation_id, serviceId: row.service_id });
    const situation = await readSituation(context, row.organisation_id, row.user_id, integration);
    const view: AccountView = {
      account: {
        ...toAccountSummary(row, integration.scopes),
        attention_reason: row.attention_reason,
        missing_scopes: missingScopes(row, integration.scopes),
        pending_for: await pendingFor(row),
        additional_info: row.additional_info,
        scopes: row.scopes,
        last_used_at: row.last_used_at?.toISOString() ?? null,
        avatar_url: null,
      },
      integration: {
        service_id: integration.service_id,
        auth_id: integration.auth_id,
        name: integration.name,
        icon_url: null,
        enabled: integration.enabled,
        obstacle: obstacleOf(situation),
      },
    };
    return answer(c, view);
  });

  routes.get("/api/accounts/:accountId/receipt", session, async (c) => {
    const row = await getAccount(c);
    return answer(
      c,
      await getReceipt(db, { organisationId: row.organisation_id, linkedAccountId: row.linked_account_id }),
    );
  });

  routes.post("/api/accounts/:accountId/disconnect", requireOwnPage(context), session, async (c) => {
    const row = await getAccount(c);
    const ref = {
      organisationId: row.organisation_id,
      userId: row.user_id,
      serviceId: row.service_id,
      linkedAccountId: row.linked_account_id,
    };
    return answer(c, await disconnectAccount(context, ref, { actorId: row.user_id, requestId: c.get("requestId") }));
  });

  routes.post("/api/accounts/:accountId/choice", requireOwnPage(context), session, async (c) => {
    const { choice } = await readJson(c, choiceBody);
    const ref = { ...who(c), linkedAccountId: c.req.param("accountId") ?? "" };
    return answer(c, await chooseAccount(context, ref, choice, { actorId: ref.userId, requestId: c.get("requestId") }));
  });

  /** The account that a pending one was meant to repair, unless it was removed meanwhile. */
  async function pendingFor(row: LinkedAccountRow): Promise<AccountView["account"]["pending_for"]> {
    if (row.pending_for === null) return null;
    const ref = { organisationId: row.organisation_id, userId: row.user_id, linkedAccountId: row.pending_for };
    const broken = await findAccountOfUser(db, ref);
    if (broken === undefined || !isLive(broken)) return null;
    return { linked_account_id: broken.linked_account_id, external_account_id: broken.external_account_id };
  }

  async function getAccount(c: Request): Promise<LinkedAccountRow> {
    const row = await findAccountOfUser(db, { ...who(c), linkedAccountId: c.req.param("accountId") ?? "" });
    if (row === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    return row;
  }

  return routes;
}

function toCard(row: IntegrationRow, accounts: LinkedAccountRow[]): IntegrationCard {
  return {
    service_id: row.service_id,
    name: row.name,
    description: row.description,
    icon_url: null,
    enabled: row.enabled,
    accounts: accounts
      .filter((account) => account.service_id === row.service_id)
      .map((account) => toAccountSummary(account, row.scopes)),
  };
}
