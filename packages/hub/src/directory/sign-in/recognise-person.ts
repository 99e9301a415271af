import { newId } from "@joinery/contract";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import type { Tx } from "../../store/tables.ts";
import { initialsOf, lockPerson, type PersonRow } from "../people.ts";
import { lockDirectory, updatePerson } from "../people-store.ts";
import type { ProvenClaims } from "./claims.ts";
import { decideRole } from "./decide-role.ts";
import { SignInRefused } from "./failure.ts";
import type { SignInSettings } from "./settings.ts";
import { bindSubject, findBySubject, listRecognisable, type Subject } from "./store.ts";

/** Where somebody is looked for, and which request asks. */
export interface Recognition {
  organisationId: string;
  settings: SignInSettings;
  requestId: string;
}

/**
 * Finds out who of the directory has signed in: by subject; the first time by verified e-mail, among those who have no
 * subject that still counts; else as somebody new, where the settings allow it. Brings name, e-mail and role up to date.
 */
export function recognisePerson(context: Context, claims: ProvenClaims, where: Recognition): Promise<PersonRow> {
  const ref: Subject = { organisationId: where.organisationId, issuer: claims.issuer, subject: claims.subject };
  return context.transact(async (tx) => {
    const found = await findBySubject(tx, ref);
    const known = found?.deleted_at === null ? found : await meet(context, tx, ref, claims, where);
    const person = await lockPerson(tx, { organisationId: ref.organisationId, userId: known.user_id });
    if (person === undefined || !isWelcome(person)) throw new SignInRefused("person_inactive");
    return bringUpToDate(context, tx, person, claims, where);
  });
}

/** The first time: by e-mail, else as somebody new. */
async function meet(
  context: Context,
  tx: Tx,
  ref: Subject,
  claims: ProvenClaims,
  where: Recognition,
): Promise<PersonRow> {
  await lockDirectory(tx, ref.organisationId);
  // Another tab may have been first.
  const known = await findBySubject(tx, ref);
  if (known?.deleted_at === null) return known;

  const { verifiedEmail } = claims;
  const named = verifiedEmail === null ? [] : await listRecognisable(tx, ref, verifiedEmail);
  const [found, another] = named;
  // Two people with one address: nobody can say who of them this is.
  if (another !== undefined) throw new SignInRefused("person_unknown");
  if (found !== undefined) {
    if (!isWelcome(found)) throw new SignInRefused("person_inactive");
    await bindSubject(tx, found, ref);
    return found;
  }
  if (known !== undefined) throw new SignInRefused("person_inactive");
  if (!where.settings.addsPeople) {
    // By far the likeliest reason why nobody of a directory is known: the provider does not say that it has verified addresses.
    throw new SignInRefused("person_unknown", { facts: { hasVerifiedEmail: verifiedEmail !== null } });
  }
  return addPerson(context, tx, ref, claims, where);
}

/** Adds somebody new, under an id that was never used: what belonged to anybody before them stays out of reach. */
async function addPerson(
  context: Context,
  tx: Tx,
  ref: Subject,
  claims: ProvenClaims,
  where: Recognition,
): Promise<PersonRow> {
  const now = context.clock();
  const person = await tx
    .insertInto("users")
    .values({
      organisation_id: ref.organisationId,
      user_id: newId("user"),
      email: claims.verifiedEmail,
      account_status: "active",
      role: "member",
      created_at: now,
      oidc_issuer: ref.issuer,
      oidc_subject: ref.subject,
      ...namesOf(claims),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await record(tx, {
    organisationId: ref.organisationId,
    at: now,
    action: "person.added",
    subjectId: person.user_id,
    detail: { source: "sign_in" },
    requestId: where.requestId,
  });
  return person;
}

async function bringUpToDate(
  context: Context,
  tx: Tx,
  person: PersonRow,
  claims: ProvenClaims,
  { settings, requestId }: Recognition,
): Promise<PersonRow> {
  const role = decideRole(settings, claims, person.role);
  // What the identity provider's directory has written (SCIM) is its own to change.
  const isOwned = person.user_name !== null || person.external_id !== null;
  const told = isOwned ? {} : { ...namesOf(claims), ...(claims.verifiedEmail && { email: claims.verifiedEmail }) };
  // Whoever has come back has now shown who they are.
  const change = { ...told, ...(role === person.role ? {} : { role }), deactivated_at: null };
  const isSame = Object.entries(change).every(([column, value]) => person[column as keyof PersonRow] === value);
  if (isSame) return person;
  const ref = { organisationId: person.organisation_id, userId: person.user_id };
  if (role !== person.role) {
    await record(tx, {
      organisationId: ref.organisationId,
      at: context.clock(),
      action: "person.role_changed",
      subjectId: ref.userId,
      detail: { role, source: "sign_in" },
      requestId,
    });
  }
  return (await updatePerson(tx, ref, change)) ?? person;
}

/** Names as the provider tells them; nothing where it tells nothing. */
function namesOf(claims: ProvenClaims) {
  const { displayName, firstName, secondName } = claims;
  return {
    ...(displayName === null ? {} : { display_name: displayName, initials: initialsOf(displayName) }),
    ...(firstName === null ? {} : { first_name: firstName }),
    ...(secondName === null ? {} : { second_name: secondName }),
  };
}

function isWelcome(person: PersonRow): boolean {
  return person.account_status === "active" && person.deleted_at === null;
}
