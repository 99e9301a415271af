import { type Kysely, sql } from "kysely";
import type { Db, Tx } from "../store/tables.ts";
import { DEAD_QUEUE, JOBS_SCHEMA } from "./boss.ts";

/** What the hub knows of pg-boss's table of all work. What pg-boss has no call for is asked of it here and nowhere else. */
interface JobTable {
  id: string;
  name: string;
  /** In the order of pg-boss's own type: `created`, `retry`, `active`, and then what is over. */
  state: string;
  data: Record<string, string>;
  retry_count: number;
  start_after: Date;
  created_on: Date;
  completed_on: Date | null;
  heartbeat_on: Date | null;
  /** Of a dead letter: the work that it was. */
  source_name: string | null;
  source_created_on: Date | null;
  source_retry_count: number | null;
  source_output: { error?: string } | null;
}

const jobs = (db: Db) => (db as unknown as Kysely<{ job: JobTable }>).withSchema(JOBS_SCHEMA);
const organisationOf = sql<string>`data ->> 'organisationId'`;
const now = sql<Date>`now()`;

/** Makes due what is due by a clock that runs ahead of the database's. */
export async function bringForward(db: Db, until: Date): Promise<void> {
  await jobs(db)
    .updateTable("job")
    .set({ start_after: now })
    .where("state", "in", ["created", "retry"])
    .where("start_after", ">", now)
    .where("start_after", "<=", until)
    .execute();
}

/** Lists work whose worker has shown no sign of life for so long. */
export async function listLost(db: Db, seconds: number): Promise<{ id: string; name: string; retryCount: number }[]> {
  return jobs(db)
    .selectFrom("job")
    .select(["id", "name", "retry_count as retryCount"])
    .where("state", "=", "active")
    .where("heartbeat_on", "<", sql<Date>`now() - ${seconds} * interval '1 second'`)
    .limit(100)
    .execute();
}

/** Makes work that was given back due at once: it was not the work that failed. */
export async function makeDue(db: Db, jobId: string): Promise<void> {
  await jobs(db)
    .updateTable("job")
    .set({ start_after: now })
    .where("id", "=", jobId)
    .where("state", "=", "retry")
    .execute();
}

/** Forgets the first copy of work that went to the dead letters. */
export async function forgetFailed(db: Db): Promise<void> {
  await jobs(db)
    .deleteFrom("job")
    .where("state", "=", "failed")
    .where("completed_on", "<", sql<Date>`now() - interval '1 hour'`)
    .execute();
}

/** A dead letter. */
export type DeadJob = Pick<
  JobTable,
  "id" | "data" | "created_on" | "source_name" | "source_created_on" | "source_retry_count" | "source_output"
>;

/** Lists the work of an organisation that failed for good, newest first. */
export function listDead(db: Db, organisationId: string, limit: number): Promise<DeadJob[]> {
  return jobs(db)
    .selectFrom("job")
    .select(["id", "data", "created_on", "source_name", "source_created_on", "source_retry_count", "source_output"])
    .where("name", "=", DEAD_QUEUE)
    .where(organisationOf, "=", organisationId) // owner: dead letters of the organisation
    .orderBy("created_on", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
}

/** Takes a dead letter out; `undefined` when it isn't there, or not any more. */
export function takeDead(
  tx: Tx,
  ref: { organisationId: string; jobId: string },
): Promise<Pick<DeadJob, "source_name" | "data"> | undefined> {
  return jobs(tx)
    .deleteFrom("job")
    .where("name", "=", DEAD_QUEUE)
    .where(organisationOf, "=", ref.organisationId) // owner: dead letter of the organisation
    .where(sql<string>`id::text`, "=", ref.jobId)
    .returning(["source_name", "data"])
    .executeTakeFirst();
}
