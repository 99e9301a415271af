import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { sql } from "kysely";
import type { World } from "../world/start-world.ts";

/** Three days later: the hub has stopped telling the integration about this person's removed links. */
export async function letThreeDaysPass({ demo }: World): Promise<void> {
  await demo.hub.context.db
    .updateTable("disconnects")
    .set({ stopped_at: new Date(), next_attempt_at: null, attempting_until: null, attempts: 14 })
    .where("acknowledgement", "is", null)
    .execute();
}

/** The newest connect was claimed four days ago, and nothing was heard of it since. */
export async function loseTheNewestConnect({ demo }: World): Promise<void> {
  const { db } = demo.hub.context;
  await sql`update flows set state = 'claimed', reason = null, ended_at = null, linked_account_id = null,
    claimed_at = now() - interval '4 days'
    where flow_id = (select flow_id from flows order by created_at desc limit 1)`.execute(db);
}

/** Work that has failed as often as it may, as pg-boss leaves it. */
export async function leaveDeadLetter({ demo }: World): Promise<void> {
  const { db } = demo.hub.context;
  const { organisation_id: organisationId } = await db
    .selectFrom("organisations")
    .select("organisation_id")
    .executeTakeFirstOrThrow();
  const data = JSON.stringify({ organisationId, noticeId: crypto.randomUUID() });
  await sql`insert into joinery_jobs.job (name, data, source_name, source_created_on, source_retry_count, source_output)
    values ('dead', ${data}::jsonb, 'notice.mail', now() - interval '1 day', 20,
      '{"error":"ConnectionRefused"}'::jsonb)`.execute(db);
}

/** A system that is told what happens. */
export interface Receiver extends AsyncDisposable {
  url: string;
  /** What it answers from now on. */
  answer(status: number): void;
  /** The `webhook-id` of everything that came, in order. */
  received: string[];
}

/** Starts a receiver on loopback that answers 204. */
export async function startReceiver(): Promise<Receiver> {
  let status = 204;
  const received: string[] = [];
  const server = createServer((incoming: IncomingMessage, outgoing) => {
    received.push(String(incoming.headers["webhook-id"]));
    incoming.resume().once("end", () => outgoing.writeHead(status).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received,
    answer: (next) => {
      status = next;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
