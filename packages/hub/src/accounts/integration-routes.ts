import {
  addLinkedAccountBody,
  flowId,
  HEADERS,
  opaqueId,
  Problem,
  revocationReport,
  token256,
  updateLinkedAccountBody,
} from "@joinery/contract";
import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../context.ts";
import { findPerson } from "../directory/people.ts";
import { deleteAccount } from "../disconnect/delete-account.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireToken } from "../http/guards.ts";
import { limitIntegration } from "../http/rate-limit.ts";
import { check, parseJson, readBytes, readJson } from "../http/read-input.ts";
import { sha256 } from "../secrets/digests.ts";
import { changeAccount } from "./change-account.ts";
import { toLinkedAccount } from "./present.ts";
import { readAccount } from "./read-account.ts";
import { saveAccount } from "./save-account.ts";
import { type LinkedAccountRow, listLiveAccounts } from "./store.ts";

const ACCOUNTS = "/v2/user/:userId/linked-accounts";
const ACCOUNT = `${ACCOUNTS}/:accountId`;

const saveHeaders = z.object({
  [HEADERS.flow]: flowId.optional(),
  [HEADERS.claim]: token256.optional(),
  [HEADERS.idempotencyKey]: z.string().min(1).max(255).optional(),
});
const ifMatch = z
  .string()
  .regex(/^"\d{1,9}"$/, 'must be a version in quotes, as in "3"')
  .optional();
const deleteBody = revocationReport.partial();

/** The Linked Accounts API (contract 1.2). A token sees its own integration's accounts; everything else is 404. */
export function accountIntegrationRoutes(context: Context): Hono<HubEnv> {
  const { db, vault, clock } = context;
  const routes = new Hono<HubEnv>();
  const token = requireToken(context);
  const rate = limitIntegration(clock);

  async function show(row: LinkedAccountRow) {
    return toLinkedAccount(row, await vault.of(row.organisation_id));
  }

  routes.post(ACCOUNTS, token, rate, async (c) => {
    const holder = c.get("holder");
    const bytes = await readBytes(c);
    const body = parseJson(c.req.header("content-type"), bytes, addLinkedAccountBody);
    const headers = check(saveHeaders, c.req.header());
    const [flow, claim, key] = [headers[HEADERS.flow], headers[HEADERS.claim], headers[HEADERS.idempotencyKey]];
    if (flow !== undefined && claim === undefined) {
      throw new Problem("BAD_REQUEST", { errors: [{ path: HEADERS.claim, message: "must come with a flow" }] });
    }
    const { status, account } = await saveAccount(context, {
      holder,
      userId: userOf(c),
      body,
      proof: flow === undefined || claim === undefined ? undefined : { flowId: flow, claim },
      idempotency:
        key === undefined ? undefined : { ...holder, key, bodyDigest: sha256(`${c.req.path}\n${sha256(bytes)}`) },
      requestId: c.get("requestId"),
    });
    return answer(c, await show(account), status);
  });

  routes.get(ACCOUNTS, token, rate, async (c) => {
    const holder = c.get("holder");
    const userId = userOf(c);
    const person = await findPerson(db, { organisationId: holder.organisationId, userId });
    if (person === undefined) throw new Problem("USER_NOT_FOUND");
    const authId = c.req.query("auth_id");
    if (authId !== undefined && authId !== holder.authId) throw new Problem("AUTH_ID_NOT_FOUND");
    const rows = await listLiveAccounts(db, { ...holder, userId });
    return answer(c, await Promise.all(rows.map(show)));
  });

  routes.get(ACCOUNT, token, rate, async (c) => {
    const row = await readAccount(context, refOf(c));
    c.header("etag", `"${row.version}"`);
    return answer(c, await show(row));
  });

  routes.patch(ACCOUNT, token, rate, async (c) => {
    const body = await readJson(c, updateLinkedAccountBody);
    const version = check(z.object({ "if-match": ifMatch }), c.req.header())["if-match"];
    const expectedVersion = version === undefined ? undefined : Number(version.slice(1, -1));
    const row = await changeAccount(context, refOf(c), body, { expectedVersion, requestId: c.get("requestId") });
    return answer(c, await show(row));
  });

  routes.delete(ACCOUNT, token, rate, async (c) => {
    const report = await readJson(c, deleteBody);
    await deleteAccount(context, refOf(c), report, c.get("requestId"));
    return answer(c, {});
  });

  return routes;
}

function userOf(c: Request): string {
  const userId = opaqueId.safeParse(c.req.param("userId"));
  if (!userId.success) throw new Problem("USER_NOT_FOUND");
  return userId.data;
}

function refOf(c: Request) {
  const accountId = opaqueId.safeParse(c.req.param("accountId"));
  if (!accountId.success) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  const { organisationId, serviceId } = c.get("holder");
  return { organisationId, serviceId, userId: userOf(c), linkedAccountId: accountId.data };
}
