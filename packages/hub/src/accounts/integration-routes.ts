import {
  addLinkedAccountBody,
  flowId,
  HEADERS,
  type LeaseAnswer,
  leaseName,
  Problem,
  releaseBody,
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
import type { HubEnv } from "../http/environment.ts";
import { requireToken } from "../http/guards.ts";
import { limitIntegration } from "../http/rate-limit.ts";
import { check, parseJson, readBytes, readJson } from "../http/read-input.ts";
import { sha256 } from "../secrets/digests.ts";
import { refOf, userOf } from "./account-ref.ts";
import { changeAccount } from "./change-account.ts";
import { listLiveAccounts } from "./integration-store.ts";
import { toLinkedAccount } from "./present.ts";
import { readAccount } from "./read-account.ts";
import { releaseLease } from "./release-lease.ts";
import { saveAccount } from "./save-account.ts";
import { isLive, type LinkedAccountRow } from "./store.ts";
import { takeLease } from "./take-lease.ts";

const ACCOUNTS = "/v2/user/:userId/linked-accounts";
const ACCOUNT = `${ACCOUNTS}/:accountId`;
const LEASE = `${ACCOUNT}/lease`;

const saveHeaders = z.object({
  [HEADERS.flow]: flowId.optional(),
  [HEADERS.claim]: token256.optional(),
  [HEADERS.idempotencyKey]: z.string().min(1).max(255).optional(),
});
const changeHeaders = z.object({
  "if-match": z
    .string()
    .regex(/^"\d{1,9}"$/, 'must be a version in quotes, as in "3"')
    .optional(),
  [HEADERS.lease]: leaseName.optional(),
});
const releaseHeaders = z.object({ [HEADERS.lease]: leaseName });
const deleteBody = revocationReport.partial();

/** The Linked Accounts API (contract 1.2, 2.4). A token sees its own integration's accounts; everything else is 404. */
export function accountIntegrationRoutes(context: Context): Hono<HubEnv> {
  const { db, vault, clock, digests } = context;
  const routes = new Hono<HubEnv>();
  const token = requireToken(context);
  const rate = limitIntegration(clock);

  async function show(row: LinkedAccountRow) {
    return toLinkedAccount(row, await vault.of(row.organisation_id));
  }
  /** Whoever writes reads the tokens of live accounts only; all others are sealed (contract 2.3, 2.5). */
  async function showWritten(row: LinkedAccountRow) {
    return isLive(row) ? show(row) : { ...(await show(row)), access_token: null, refresh_token: null };
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
        key === undefined
          ? undefined
          : { ...holder, key, bodyDigest: digests.of("idempotent-write", `${c.req.path}\n${sha256(bytes)}`) },
      requestId: c.get("requestId"),
    });
    return answer(c, await showWritten(account), status);
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
    const headers = check(changeHeaders, c.req.header());
    const version = headers["if-match"];
    const row = await changeAccount(context, refOf(c), body, {
      expectedVersion: version === undefined ? undefined : Number(version.slice(1, -1)),
      lease: headers[HEADERS.lease],
      requestId: c.get("requestId"),
    });
    return answer(c, await showWritten(row));
  });

  routes.delete(ACCOUNT, token, rate, async (c) => {
    const report = await readJson(c, deleteBody);
    await deleteAccount(context, refOf(c), report, c.get("requestId"));
    return answer(c, {});
  });

  routes.post(LEASE, token, rate, async (c) => {
    const { lease, leaseUntil, account } = await takeLease(context, refOf(c));
    const taken: LeaseAnswer = { lease, lease_until: leaseUntil.toISOString(), account: await show(account) };
    return answer(c, taken);
  });

  routes.delete(LEASE, token, rate, async (c) => {
    const body = await readJson(c, releaseBody);
    const headers = check(releaseHeaders, c.req.header());
    await releaseLease(context, refOf(c), headers[HEADERS.lease], body);
    return answer(c, {});
  });

  return routes;
}
