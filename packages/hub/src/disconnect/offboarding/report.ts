import { Problem } from "@joinery/contract";
import type { OffboardingRow as OffboardingListRow, OffboardingReport } from "@joinery/contract/pages";
import { countOpenExchanges } from "../../connect/store.ts";
import { getOrganisation } from "../../directory/organisations.ts";
import { findPerson, namesOf } from "../../directory/people.ts";
import { integrationNamesOf } from "../../integrations/store.ts";
import type { Db } from "../../store/tables.ts";
import { toReceipt } from "../receipt.ts";
import type { DisconnectRow } from "../store.ts";
import { findOffboarding, listDisconnectsOf, type OffboardingRef, type OffboardingRow } from "./offboarding-store.ts";

/** Gets the report of an offboarding, as far as it is known. */
export async function getReport(db: Db, ref: OffboardingRef): Promise<OffboardingReport> {
  const row = await findOffboarding(db, ref);
  if (row === undefined) throw new Problem("OFFBOARDING_NOT_FOUND");
  const { organisationId } = ref;
  const disconnects = await listDisconnectsOf(db, organisationId, [ref.offboardingId]);
  const person = await findPerson(db, { organisationId, userId: row.user_id });
  const integrations = await integrationNamesOf(db, organisationId);
  const names = await namesOf(db, organisationId, [
    row.user_id,
    row.requested_by,
    ...disconnects.flatMap((receipt) => [receipt.requested_by, receipt.finished_by]),
  ]);
  return {
    offboarding_id: row.offboarding_id,
    organisation_name: (await getOrganisation(db, organisationId)).name,
    person: {
      user_id: row.user_id,
      display_name: person?.display_name ?? null,
      email: person?.email ?? null,
      employee_id: person?.employee_id ?? null,
    },
    source: row.source,
    requested_by:
      row.requested_by === null
        ? null
        : { user_id: row.requested_by, display_name: names.get(row.requested_by) ?? null },
    started_at: row.started_at.toISOString(),
    finished_at: finishedAt(row, disconnects),
    sessions_ended: row.sessions_ended,
    flows_ended: row.flows_ended,
    exchanges_open: await countOpenExchanges(db, { organisationId, userId: row.user_id }),
    receipts: disconnects
      .map((receipt) => toReceipt(receipt, integrations.get(receipt.service_id) ?? "", names))
      .sort((left, right) => left.integration_name.localeCompare(right.integration_name)),
    totals: totalsOf(disconnects),
  };
}

/** An offboarding as the list shows it. */
export function toListRow(
  row: OffboardingRow,
  disconnects: readonly DisconnectRow[],
  names: Map<string, string | null>,
): OffboardingListRow {
  return {
    offboarding_id: row.offboarding_id,
    person: { user_id: row.user_id, display_name: names.get(row.user_id) ?? null },
    source: row.source,
    started_at: row.started_at.toISOString(),
    finished_at: finishedAt(row, disconnects),
    accounts: disconnects.length,
    open: disconnects.filter(isOpen).length,
  };
}

/** How the receipts stand. Every account counts once: open, withdrawn, or not withdrawn. */
function totalsOf(disconnects: readonly DisconnectRow[]): OffboardingReport["totals"] {
  const done = disconnects.filter((row) => !isOpen(row));
  const withdrawn = done.filter(({ revocation }) => revocation === "revoked" || revocation === "already_invalid");
  return {
    accounts: disconnects.length,
    open: disconnects.length - done.length,
    withdrawn: withdrawn.length,
    not_withdrawn: done.length - withdrawn.length,
  };
}

function finishedAt(row: OffboardingRow, disconnects: readonly DisconnectRow[]): string | null {
  if (disconnects.some(isOpen)) return null;
  const ends = disconnects.map(({ acknowledged_at, finished_at }) => (acknowledged_at ?? finished_at)?.getTime() ?? 0);
  return new Date(Math.max(row.started_at.getTime(), ...ends)).toISOString();
}

function isOpen({ acknowledgement }: DisconnectRow): boolean {
  return acknowledgement === null;
}
