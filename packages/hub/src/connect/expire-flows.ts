import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { markOverdueExpired } from "./store.ts";

/** Ends every flow whose time is over, and records it. */
export async function expireFlows({ clock, transact }: Context): Promise<void> {
  const now = clock();
  await transact(async (tx) => {
    for (const flow of await markOverdueExpired(tx, now)) {
      await record(tx, {
        organisationId: flow.organisation_id,
        at: now,
        action: "connect.expired",
        subjectId: flow.user_id,
        serviceId: flow.service_id,
        detail: { flow: flow.flow_id, reason: flow.reason },
      });
    }
  });
}
