import { Problem } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { JobName } from "./jobs.ts";
import { takeDead } from "./store.ts";

/** Sends work again that failed for good: it is out of the dead letters and due, or neither. */
export async function sendAgain(
  context: Context,
  ref: { organisationId: string; jobId: string },
  { actorId, requestId }: { actorId: string; requestId: string },
): Promise<void> {
  await context.transact(async (tx) => {
    const dead = await takeDead(tx, ref);
    if (dead === undefined) throw new Problem("JOB_NOT_FOUND");
    await context.jobs.send(tx, dead.source_name as JobName, dead.data as never);
    await record(tx, {
      organisationId: ref.organisationId,
      at: context.clock(),
      action: "job.sent_again",
      actorId,
      detail: { job: dead.source_name },
      requestId,
    });
  });
}
