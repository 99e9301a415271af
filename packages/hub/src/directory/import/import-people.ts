import { newId } from "@joinery/contract";
import type { ImportPeopleAnswer } from "@joinery/contract/pages";
import { countLiveAccounts, type LinkedAccountRow } from "../../accounts/store.ts";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { offboardIn } from "../../disconnect/offboarding/offboard-person.ts";
import { reactivateIn } from "../../disconnect/offboarding/reactivate-person.ts";
import { tellAtOnce } from "../../disconnect/offboarding/tell-at-once.ts";
import type { Tx } from "../../store/tables.ts";
import { insertPerson, listDirectory, lockAdministrators, lockDirectory, updatePerson } from "../people-store.ts";
import { comparePeople, type Step } from "./compare-people.ts";
import { type Fault, readPeople } from "./read-people.ts";

/** A file, and who brings it. */
export interface Import {
  organisationId: string;
  requestedBy: string;
  requestId: string;
  csv: string;
  dryRun: boolean;
}

/**
 * Imports people from a CSV file: all of it in one transaction, or with a fault nothing. A dry run goes the same way and
 * writes nothing.
 */
export async function importPeople(context: Context, job: Import): Promise<ImportPeopleAnswer> {
  const { lines, faults } = readPeople(job.csv);
  if (faults.length > 0) return nothing(job, faults);
  const removed: LinkedAccountRow[] = [];
  const answer = await context.transact(async (tx) => {
    removed.length = 0;
    await lockDirectory(tx, job.organisationId);
    await lockAdministrators(tx, job.organisationId);
    const people = await listDirectory(tx, job.organisationId);
    const accounts = (await countLiveAccounts(tx, job.organisationId)).byUser;
    const { steps, faults: found } = comparePeople(lines, {
      people,
      linked: new Set(accounts.keys()),
      issuer: context.issuer,
    });
    if (found.length > 0) return nothing(job, found);
    const outcome = summarise(job, steps, accounts);
    if (job.dryRun) return outcome;
    outcome.offboarded = [];
    for (const step of steps) await take(context, tx, { job, step, outcome, removed });
    await record(tx, {
      organisationId: job.organisationId,
      at: context.clock(),
      action: "people.imported",
      actorId: job.requestedBy,
      detail: { added: outcome.added, changed: outcome.changed, offboarded: outcome.offboarded.length },
      requestId: job.requestId,
    });
    return outcome;
  });
  await tellAtOnce(context, removed, job);
  return answer;
}

interface Taking {
  job: Import;
  step: Step;
  outcome: ImportPeopleAnswer;
  removed: LinkedAccountRow[];
}

async function take(context: Context, tx: Tx, { job, step, outcome, removed }: Taking): Promise<void> {
  const { organisationId, requestedBy, requestId } = job;
  const userId = step.person?.user_id ?? newId("user");
  const ref = { organisationId, userId };
  if (step.person === undefined) {
    const now = context.clock();
    await insertPerson(tx, {
      organisation_id: organisationId,
      user_id: userId,
      ...step.columns,
      account_status: step.active === "leaves" ? "inactive" : "active",
      deactivated_at: step.active === "leaves" ? now : null,
      role: "member",
      created_at: now,
    });
    return;
  }
  if (step.isChanged) await updatePerson(tx, ref, step.columns);
  if (step.active === "returns") await reactivateIn(context, tx, { ...ref, requestedBy, requestId });
  if (step.active !== "leaves") return;
  const offboarded = await offboardIn(context, tx, { ...ref, source: "csv", requestedBy, requestId });
  removed.push(...offboarded.accounts);
  outcome.offboarded.push({
    user_id: userId,
    display_name: step.columns.display_name,
    offboarding_id: offboarded.offboardingId,
    accounts: offboarded.accounts.length,
  });
}

/** What the steps come to, before any is taken. */
function summarise(job: Import, steps: readonly Step[], accounts: ReadonlyMap<string, number>): ImportPeopleAnswer {
  const added = steps.filter(({ person }) => person === undefined);
  const known = steps.filter(({ person }) => person !== undefined);
  const changed = known.filter(({ isChanged, active }) => isChanged || active === "returns");
  const leaving = known.filter(({ active }) => active === "leaves");
  return {
    dry_run: job.dryRun,
    added: added.length,
    changed: changed.length,
    unchanged: known.filter((step) => !changed.includes(step) && !leaving.includes(step)).length,
    offboarded: leaving.map(({ person, columns }) => ({
      user_id: person?.user_id ?? "",
      display_name: columns.display_name,
      offboarding_id: null,
      accounts: accounts.get(person?.user_id ?? "") ?? 0,
    })),
    faults: [],
  };
}

function nothing({ dryRun }: Import, faults: Fault[]): ImportPeopleAnswer {
  const inOrder = [...faults].sort((left, right) => left.line - right.line);
  return { dry_run: dryRun, added: 0, changed: 0, unchanged: 0, offboarded: [], faults: inOrder };
}
