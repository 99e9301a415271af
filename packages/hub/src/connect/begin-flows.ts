import type { Insertable } from "kysely";
import { type AuditEvent, recordAll } from "../audit/record.ts";
import type { FlowTable } from "../store/tables.ts";
import type { Transact } from "../store/transact.ts";
import { insertFlows } from "./store.ts";

/** A flow that begins, and what is recorded of it. */
export interface Beginning {
  flow: Insertable<FlowTable>;
  event: AuditEvent & { eventId: string };
}

/** Stores flows that begin at about the same time, all or none. Doing it again with the same ones changes nothing. */
export function beginFlows(transact: Transact, beginnings: readonly Beginning[]): Promise<void> {
  return transact(async (tx) => {
    const flows = beginnings.map(({ flow }) => flow);
    await insertFlows(tx, flows);
    const events = beginnings.map(({ event }) => event);
    await recordAll(tx, events);
  });
}
