import { type Insertable, type Selectable, sql } from "kysely";
import type { Db, FlowTable } from "../store/tables.ts";

export type FlowRow = Selectable<FlowTable>;

/** Names one flow; `organisationId` comes from a session or token. */
export interface FlowRef {
  organisationId: string;
  flowId: string;
}

const OPEN_STATES = ["created", "verified", "redeemed"] as const;

/** Why flows end whose person leaves. */
export const PERSON_LEFT = "user_inactive";

/** Stores new flows; one that is there already stays as it is. */
export async function insertFlows(db: Db, rows: readonly Insertable<FlowTable>[]): Promise<void> {
  await db
    .insertInto("flows")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Finds a flow of an organisation. */
export function findFlow(db: Db, ref: FlowRef): Promise<FlowRow | undefined> {
  return db
    .selectFrom("flows")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .executeTakeFirst();
}

/** Finds a flow before anybody has signed in; of what it says, only the integration's name may be shown. */
export function findFlowAnywhere(db: Db, flowId: string): Promise<FlowRow | undefined> {
  return db.selectFrom("flows").selectAll().where("flow_id", "=", flowId).executeTakeFirst();
}

/** Finds a flow that a user of the organisation started. */
export function findOwnFlow(db: Db, ref: FlowRef & { userId: string }): Promise<FlowRow | undefined> {
  return db
    .selectFrom("flows")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: own flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("user_id", "=", ref.userId) // owner: own flow of the user
    .executeTakeFirst();
}

/** Lists the open flows that a session started. */
export function listOpenFlowsOfSession(
  db: Db,
  session: { organisationId: string; userId: string; digest: string },
): Promise<FlowRow[]> {
  return db
    .selectFrom("flows")
    .selectAll()
    .where("organisation_id", "=", session.organisationId) // owner: open flows of the organisation
    .where("user_id", "=", session.userId)
    .where("session_digest", "=", session.digest)
    .where("state", "in", OPEN_STATES)
    .execute();
}

/** Finds a flow that belongs to an integration. */
export function findFlowOfService(db: Db, ref: FlowRef & { serviceId: string }): Promise<FlowRow | undefined> {
  return db
    .selectFrom("flows")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: integration's flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("service_id", "=", ref.serviceId) // owner: integration's flow of the integration
    .executeTakeFirst();
}

/** `created | verified → verified`: the browser has been checked. A reload checks it again, with a fresh challenge. */
export function markVerified(
  db: Db,
  ref: FlowRef & { userId: string },
  proof: { challenge: string; codeDigest: string; codeUntil: Date; dueAt: Date; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({
      state: "verified",
      challenge: proof.challenge,
      code_digest: proof.codeDigest,
      code_until: proof.codeUntil,
      due_at: proof.dueAt,
    })
    .where("organisation_id", "=", ref.organisationId) // owner: verified flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("user_id", "=", ref.userId) // owner: verified flow of the user
    .where("kind", "=", "verified")
    .where("state", "in", ["created", "verified"])
    .where("due_at", ">", proof.now)
    .returningAll()
    .executeTakeFirst();
}

/** `verified → redeemed`, once: code, challenge and time must fit. */
export function markRedeemed(
  db: Db,
  ref: FlowRef & { serviceId: string },
  proof: { codeDigest: string; challenge: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: "redeemed", code_digest: null, code_until: null })
    .where("organisation_id", "=", ref.organisationId) // owner: redeemed flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("service_id", "=", ref.serviceId) // owner: redeemed flow of the integration
    .where("state", "=", "verified")
    .where("code_digest", "=", proof.codeDigest)
    .where("challenge", "=", proof.challenge)
    .where("code_until", ">", proof.now)
    .where("due_at", ">", proof.now)
    .returningAll()
    .executeTakeFirst();
}

/** `redeemed → claimed`, once. */
export function markClaimed(
  db: Db,
  ref: FlowRef & { serviceId: string },
  claim: { claimDigest: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: "claimed", claim_digest: claim.claimDigest, claimed_at: claim.now })
    .where("organisation_id", "=", ref.organisationId) // owner: claimed flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("service_id", "=", ref.serviceId) // owner: claimed flow of the integration
    .where("state", "=", "redeemed")
    .where("due_at", ">", claim.now)
    .returningAll()
    .executeTakeFirst();
}

/**
 * `claimed → completed`, once, by whoever holds the claim, within the time for saving, and unless its person has left since:
 * then it has a reason.
 */
export function markCompleted(
  db: Db,
  ref: FlowRef & { serviceId: string; userId: string },
  save: { claimDigest: string; claimedAfter: Date; linkedAccountId: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: "completed", linked_account_id: save.linkedAccountId, ended_at: save.now, claim_digest: null })
    .where("organisation_id", "=", ref.organisationId) // owner: completed flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("service_id", "=", ref.serviceId) // owner: completed flow of the integration
    .where("user_id", "=", ref.userId) // owner: completed flow of the user
    .where("state", "=", "claimed")
    .where("claim_digest", "=", save.claimDigest)
    .where("claimed_at", ">", save.claimedAfter)
    .where("reason", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/** Says how a completed flow ended, where that isn't what was begun. */
export async function markRemark(db: Db, ref: FlowRef, remark: string): Promise<void> {
  await db
    .updateTable("flows")
    .set({ reason: remark })
    .where("organisation_id", "=", ref.organisationId) // owner: remark on a flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("state", "=", "completed")
    .execute();
}

/** Ends an open flow; `undefined` when it is claimed or has ended. */
export function markEnded(
  db: Db,
  ref: FlowRef,
  end: { state: "burned" | "refused" | "expired"; reason: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: end.state, reason: end.reason, ended_at: end.now, code_digest: null, challenge: null })
    .where("organisation_id", "=", ref.organisationId) // owner: ended flow of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("state", "in", OPEN_STATES)
    .returningAll()
    .executeTakeFirst();
}

/**
 * Ends every open flow of a person. One that is claimed stays claimed and carries the reason: what its exchange brings is
 * refused when it is saved, also when the person is back by then.
 */
export function markFlowsOfPersonEnded(
  db: Db,
  ref: { organisationId: string; userId: string },
  now: Date,
): Promise<FlowRow[]> {
  return db
    .updateTable("flows")
    .set({
      state: sql`case when state = 'claimed' then state else 'burned' end`,
      reason: PERSON_LEFT,
      ended_at: sql`case when state = 'claimed' then null else ${now}::timestamptz end`,
      code_digest: null,
      challenge: null,
    })
    .where("organisation_id", "=", ref.organisationId) // owner: flows of a leaver of the organisation
    .where("user_id", "=", ref.userId)
    .where("state", "in", [...OPEN_STATES, "claimed"])
    .returningAll()
    .execute();
}

/** Counts exchanges of a person that an offboarding has found begun, and of which nobody has said how they ended. */
export async function countOpenExchanges(db: Db, ref: { organisationId: string; userId: string }): Promise<number> {
  const row = await db
    .selectFrom("flows")
    .select((column) => column.fn.countAll<string>().as("count"))
    .where("organisation_id", "=", ref.organisationId) // owner: open exchanges of the organisation
    .where("user_id", "=", ref.userId)
    .where("state", "=", "claimed")
    .where("reason", "=", PERSON_LEFT)
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** `claimed → refused`, by whoever holds the claim: "exchange failed". */
export function markClaimRefused(
  db: Db,
  ref: FlowRef & { serviceId: string },
  end: { claimDigest: string; reason: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: "refused", reason: end.reason, ended_at: end.now, claim_digest: null })
    .where("organisation_id", "=", ref.organisationId) // owner: refused claim of the organisation
    .where("flow_id", "=", ref.flowId)
    .where("service_id", "=", ref.serviceId) // owner: refused claim of the integration
    .where("state", "=", "claimed")
    .where("claim_digest", "=", end.claimDigest)
    .returningAll()
    .executeTakeFirst();
}

/** Ends every open flow whose time is over. */
export function markOverdueExpired(db: Db, now: Date): Promise<FlowRow[]> {
  return db
    .updateTable("flows")
    .set({ state: "expired", reason: "too_late", ended_at: now, code_digest: null, challenge: null })
    .where("state", "in", OPEN_STATES)
    .where("due_at", "<=", now)
    .returningAll()
    .execute();
}

/** `created → completed` for the newest Connect that a user pressed for a plain integration: one account for each. */
export function markPlainCompleted(
  db: Db,
  ref: { organisationId: string; userId: string; serviceId: string },
  save: { linkedAccountId: string; now: Date },
): Promise<FlowRow | undefined> {
  return db
    .updateTable("flows")
    .set({ state: "completed", linked_account_id: save.linkedAccountId, ended_at: save.now })
    .where("organisation_id", "=", ref.organisationId) // owner: completed plain connect of the organisation
    .where("kind", "=", "plain")
    .where("state", "=", "created")
    .where("flow_id", "=", (query) =>
      query
        .selectFrom("flows as newest")
        .select("newest.flow_id")
        .where("newest.organisation_id", "=", ref.organisationId) // owner: newest plain connect of the organisation
        .where("newest.user_id", "=", ref.userId) // owner: newest plain connect of the user
        .where("newest.service_id", "=", ref.serviceId) // owner: newest plain connect of the integration
        .where("newest.kind", "=", "plain")
        .where("newest.state", "=", "created")
        .where("newest.due_at", ">", save.now)
        .orderBy("newest.created_at", "desc")
        .orderBy("newest.flow_id")
        .limit(1)
        .forUpdate(),
    )
    .returningAll()
    .executeTakeFirst();
}

/**
 * Lists flows whose exchange was begun and whose outcome nobody knows: the integration has said so, or it was claimed and
 * neither saved nor refused in time.
 */
export function listOrphans(db: Db, organisationId: string, claimedBefore: Date): Promise<FlowRow[]> {
  return db
    .selectFrom("flows")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: orphans of the organisation
    .where((column) =>
      column.or([
        column.and([column("state", "=", "claimed"), column("claimed_at", "<=", claimedBefore)]),
        column.and([column("state", "=", "refused"), column("reason", "=", "outcome_unknown")]),
      ]),
    )
    .orderBy("claimed_at")
    .orderBy("flow_id")
    .execute();
}
