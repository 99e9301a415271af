import { Problem, type Receipt } from "@joinery/contract";
import { namesOf } from "../directory/people.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import type { Db } from "../store/tables.ts";
import { type DisconnectRef, type DisconnectRow, findDisconnect } from "./store.ts";

/** Gets the receipt of a disconnect, as far as it is known. */
export async function getReceipt(db: Db, ref: DisconnectRef): Promise<Receipt> {
  const row = await findDisconnect(db, ref);
  if (row === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  return (await toReceipts(db, ref.organisationId, [row]))[0] as Receipt;
}

/** Presents receipts of one organisation, with the names that stand on them. */
export async function toReceipts(db: Db, organisationId: string, rows: readonly DisconnectRow[]): Promise<Receipt[]> {
  const people = rows.flatMap((row) => [row.user_id, row.requested_by, row.finished_by]);
  const names = await namesOf(db, organisationId, people);
  // One that was taken out of the registry has left no name.
  const integrations = await integrationNamesOf(db, organisationId);
  return rows.map((row) => toReceipt(row, integrations.get(row.service_id) ?? "", names));
}

/** The three lines of a receipt: nothing is claimed that nobody has said. */
export function toReceipt(row: DisconnectRow, integrationName: string, names: Map<string, string | null>): Receipt {
  const person = (userId: string) => ({ user_id: userId, display_name: names.get(userId) ?? null });
  return {
    linked_account_id: row.linked_account_id,
    service_id: row.service_id,
    integration_name: integrationName,
    external_account_id: row.external_account_id,
    owner: person(row.user_id),
    requested_by: row.requested_by === null ? null : person(row.requested_by),
    cause: row.cause,
    removed: { at: row.requested_at.toISOString() },
    acknowledged: {
      state: row.acknowledgement ?? (row.stopped_at === null ? "waiting" : "needs_administrator"),
      at: (row.acknowledged_at ?? row.finished_at)?.toISOString() ?? null,
      attempts: row.attempts,
      next_attempt_at: row.next_attempt_at?.toISOString() ?? null,
      finished_by: row.finished_by === null ? null : person(row.finished_by),
      problem: row.last_problem,
    },
    withdrawn: {
      state: row.revocation ?? "unknown",
      at: row.revocation_at?.toISOString() ?? null,
      detail: row.revocation_detail,
    },
  };
}
