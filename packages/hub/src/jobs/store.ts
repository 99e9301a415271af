import { sql } from "kysely";
import type { Db, Tx } from "../store/tables.ts";
import { DEAD_QUEUE, JOBS_SCHEMA } from "./boss.ts";

/** The table of pg-boss that holds all work. What pg-boss has no call for is asked of it here and nowhere else. */
const JOBS = sql.table(`${JOBS_SCHEMA}.job`);

/** Makes due what is due by a clock that runs ahead of the database's. */
export async function bringForward(db: Db, now: Date): Promise<void> {
  await sql`update ${JOBS} set start_after = now() where state < 'active' and start_after between now() and ${now}`.execute(
    db,
  );
}

/** Lists work whose worker has shown no sign of life for so long. */
export async function listLost(db: Db, seconds: number): Promise<{ id: string; name: string; retryCount: number }[]> {
  const { rows } = await sql<{ id: string; name: string; retryCount: number }>`
    select id, name, retry_count as "retryCount" from ${JOBS}
    where state = 'active' and heartbeat_on < now() - ${seconds} * interval '1 second'
    limit 100`.execute(db);
  return rows;
}

/** Makes work that was given back due at once: it was not the work that failed. */
export async function makeDue(db: Db, jobIds: readonly string[]): Promise<void> {
  await sql`update ${JOBS} set start_after = now() where state = 'retry' and id = any(${jobIds}::uuid[])`.execute(db);
}

/** Forgets the first copy of work that went to the dead letters. */
export async function forgetFailed(db: Db): Promise<void> {
  await sql`delete from ${JOBS} where state = 'failed' and completed_on < now() - interval '1 hour'`.execute(db);
}

/** A dead letter. */
export interface DeadJob {
  job_id: string;
  name: string;
  data: Record<string, string>;
  created_at: Date;
  failed_at: Date;
  attempts: number;
  error: string | null;
}

/** Lists the work of an organisation that failed for good, newest first. */
export async function listDead(db: Db, organisationId: string, limit: number): Promise<DeadJob[]> {
  const { rows } = await sql<DeadJob>`
    select id as job_id, source_name as name, data, source_created_on as created_at, created_on as failed_at,
      source_retry_count + 1 as attempts, source_output ->> 'error' as error
    from ${JOBS}
    where name = ${DEAD_QUEUE}
      and data ->> 'organisationId' = ${organisationId} -- owner: dead letters of the organisation
    order by created_on desc, id
    limit ${limit}`.execute(db);
  return rows;
}

/** Takes a dead letter out; `undefined` when it isn't there, or not any more. */
export async function takeDead(
  tx: Tx,
  ref: { organisationId: string; jobId: string },
): Promise<{ name: string; data: Record<string, string> } | undefined> {
  const { rows } = await sql<{ name: string; data: Record<string, string> }>`
    delete from ${JOBS}
    where name = ${DEAD_QUEUE} and id = ${ref.jobId}::uuid
      and data ->> 'organisationId' = ${ref.organisationId} -- owner: dead letter of the organisation
    returning source_name as name, data`.execute(tx);
  return rows[0];
}
