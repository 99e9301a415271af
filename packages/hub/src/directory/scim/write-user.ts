import { newId } from "@joinery/contract";
import type { AuditAction } from "@joinery/contract/pages";
import { listAccountsToRemove } from "../../accounts/store.ts";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { type Offboarded, offboardIn } from "../../disconnect/offboarding/offboard-person.ts";
import { reactivateIn } from "../../disconnect/offboarding/reactivate-person.ts";
import { tellAtOnce } from "../../disconnect/offboarding/tell-at-once.ts";
import type { Tx } from "../../store/tables.ts";
import { isHandedOver } from "../hand-over.ts";
import { initialsOf, lockPerson, type PersonRef, type PersonRow } from "../people.ts";
import { insertPerson, lockDirectory, markDeleted, updatePerson } from "../people-store.ts";
import type { Draft } from "./draft.ts";
import { toDraft, toScimUser } from "./present.ts";
import { ScimProblem } from "./scim-problem.ts";
import { findManager, findNamesake, findScimUser } from "./scim-user-store.ts";

/** Which directory writes, by which token, in which request. */
export interface DirectoryWriter {
  organisationId: string;
  tokenId: string;
  requestId: string;
}

/** Adds somebody, always as a member and under an id that was never used: they inherit nothing from anybody. */
export function createUser(context: Context, writer: DirectoryWriter, draft: Draft): Promise<PersonRow> {
  const { organisationId } = writer;
  const userId = newId("user");
  return context.transact(async (tx) => {
    const now = context.clock();
    await lockDirectory(tx, organisationId);
    await refuseNamesake(tx, { organisationId, userId: null }, draft);
    await insertPerson(tx, {
      organisation_id: organisationId,
      user_id: userId,
      ...(await columnsOf(tx, organisationId, draft, undefined)),
      account_status: draft.active ? "active" : "inactive",
      deactivated_at: draft.active ? null : now,
      role: "member",
      created_at: now,
    });
    await note(context, tx, writer, userId, "person.added");
    return getUser(tx, { organisationId, userId });
  });
}

/** Changes somebody; `active` going false offboards them, and coming back lets them sign in again and gives nothing back. */
export async function changeUser(
  context: Context,
  writer: DirectoryWriter,
  userId: string,
  change: { expected: string | undefined; of: (current: Draft) => Draft },
): Promise<PersonRow> {
  const ref = { organisationId: writer.organisationId, userId };
  const { row, offboarded } = await context.transact(async (tx) => {
    await lockDirectory(tx, ref.organisationId);
    const person = await lockUser(context, tx, ref, change.expected);
    const current = toDraft(person);
    const draft = change.of(current);
    if (hasOtherNames(current, draft)) await refuseNamesake(tx, ref, draft);
    await refuseHandOver(context, tx, person, draft);
    if (!isSame(current, draft)) {
      await updatePerson(tx, ref, await columnsOf(tx, ref.organisationId, draft, person));
      await note(context, tx, writer, userId, "person.changed");
    }
    const gone = draft.active ? undefined : await leave(context, tx, writer, ref);
    if (draft.active) await reactivateIn(context, tx, { ...ref, requestedBy: null, requestId: writer.requestId });
    return { row: await getUser(tx, ref), offboarded: gone };
  });
  await tellAtOnce(context, offboarded?.accounts ?? [], { requestedBy: null });
  return row;
}

/** Removes somebody for good: offboarded, and every name of theirs free for somebody else. */
export async function deleteUser(
  context: Context,
  writer: DirectoryWriter,
  userId: string,
  expected: string | undefined,
): Promise<void> {
  const ref = { organisationId: writer.organisationId, userId };
  const offboarded = await context.transact(async (tx) => {
    await lockDirectory(tx, ref.organisationId);
    await lockUser(context, tx, ref, expected);
    const gone = await leave(context, tx, writer, ref);
    await markDeleted(tx, ref, context.clock());
    await note(context, tx, writer, userId, "person.removed");
    return gone;
  });
  await tellAtOnce(context, offboarded.accounts, { requestedBy: null });
}

/** Gets somebody of the directory. */
export async function getUser(db: Parameters<typeof findScimUser>[0], ref: PersonRef): Promise<PersonRow> {
  const row = await findScimUser(db, ref);
  if (row === undefined) throw nobody();
  return row;
}

function leave(context: Context, tx: Tx, writer: DirectoryWriter, ref: PersonRef): Promise<Offboarded> {
  return offboardIn(context, tx, { ...ref, source: "scim", requestedBy: null, requestId: writer.requestId });
}

async function lockUser(context: Context, tx: Tx, ref: PersonRef, expected: string | undefined): Promise<PersonRow> {
  const person = await lockPerson(tx, ref);
  if (person === undefined || person.deleted_at !== null) throw nobody();
  const { version } = toScimUser(person, context.publicUrl).meta;
  if (expected !== undefined && expected !== "*" && expected !== version) {
    throw new ScimProblem(412, "Somebody has changed since they were read.");
  }
  return person;
}

function isSame(current: Draft, draft: Draft): boolean {
  return Object.entries(draft).every(([field, value]) => current[field as keyof Draft] === value);
}

function hasOtherNames(current: Draft, draft: Draft): boolean {
  const names = ["userName", "externalId", "email", "employeeNumber"] as const;
  return names.some((name) => current[name] !== draft[name]);
}

async function refuseNamesake(tx: Tx, ref: { organisationId: string; userId: string | null }, draft: Draft) {
  const { userName, externalId, email, employeeNumber: employeeId } = draft;
  if ((await findNamesake(tx, ref, { userName, externalId, email, employeeId })) === undefined) return;
  throw new ScimProblem(
    409,
    "Somebody else has this userName, externalId, e-mail address or employeeNumber.",
    "uniqueness",
  );
}

/** Nobody's links change hands by giving the person who has them another address. */
async function refuseHandOver({ issuer }: Context, tx: Tx, person: PersonRow, draft: Draft): Promise<void> {
  const ref = { organisationId: person.organisation_id, userId: person.user_id };
  const hasAccounts = (await listAccountsToRemove(tx, ref)).length > 0;
  if (!isHandedOver(person, draft.email, { hasAccounts, issuer })) return;
  throw new ScimProblem(
    409,
    "This person has linked accounts and has never signed in by the identity provider. Deactivate them before the address goes to somebody else.",
    "mutability",
  );
}

async function columnsOf(tx: Tx, organisationId: string, draft: Draft, current: PersonRow | undefined) {
  const fullName = [draft.givenName, draft.familyName].filter((part) => part !== null).join(" ");
  const displayName = draft.displayName ?? draft.formattedName ?? (fullName === "" ? draft.userName : fullName);
  return {
    user_name: draft.userName,
    external_id: draft.externalId,
    first_name: draft.givenName,
    second_name: draft.familyName,
    display_name: displayName,
    initials: displayName === null ? null : initialsOf(displayName),
    email: draft.email,
    job_title: draft.title,
    timezone: draft.timezone,
    employee_id: draft.employeeNumber,
    department_name: draft.department,
    company_name: draft.organization,
    manager_id:
      draft.manager === null || draft.manager === current?.manager_id
        ? draft.manager
        : ((await findManager(tx, organisationId, draft.manager))?.user_id ?? null),
  };
}

function note(context: Context, tx: Tx, writer: DirectoryWriter, userId: string, action: AuditAction): Promise<void> {
  return record(tx, {
    organisationId: writer.organisationId,
    at: context.clock(),
    action,
    subjectId: userId,
    detail: { source: "scim", token: writer.tokenId },
    requestId: writer.requestId,
  });
}

function nobody(): ScimProblem {
  return new ScimProblem(404, "There is no such user.");
}
