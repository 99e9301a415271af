import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { PersonRef } from "../directory/people.ts";
import { publish } from "../events/publish.ts";
import type { Tx } from "../store/tables.ts";
import { markFlowsOfPersonEnded, PERSON_LEFT } from "./store.ts";

/**
 * Burns every open flow of a person who leaves, in the transaction of that; answers how many. A flow that is claimed can't
 * be ended without losing a grant: it stays, its late save is refused whenever it comes, and that obliges the integration to
 * withdraw.
 */
export async function endFlowsOfPerson(
  context: Context,
  tx: Tx,
  person: PersonRef,
  end: { actorId: string | null; requestId: string | null },
): Promise<number> {
  const now = context.clock();
  const flows = (await markFlowsOfPersonEnded(tx, person, now)).filter(({ state }) => state === "burned");
  for (const flow of flows) {
    await record(tx, {
      organisationId: person.organisationId,
      at: now,
      action: "connect.burned",
      actorId: end.actorId,
      subjectId: person.userId,
      serviceId: flow.service_id,
      detail: { flow: flow.flow_id, reason: PERSON_LEFT },
      requestId: end.requestId,
    });
    await publish(context, tx, {
      organisationId: person.organisationId,
      type: "connect.refused",
      at: now,
      userId: person.userId,
      serviceId: flow.service_id,
      accountId: null,
      detail: { reason: PERSON_LEFT, flow: flow.flow_id },
    });
  }
  return flows.length;
}
