import type { User } from "@joinery/contract";
import type { PersonView } from "@joinery/contract/pages";
import type { Selectable } from "kysely";
import type { Db, Tx, UserTable } from "../store/tables.ts";

export type PersonRow = Selectable<UserTable>;

/** Names one person of one organisation. */
export interface PersonRef {
  organisationId: string;
  userId: string;
}

/** Finds a person of an organisation. */
export function findPerson(db: Db, ref: PersonRef): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: person of the organisation
    .where("user_id", "=", ref.userId)
    .executeTakeFirst();
}

/**
 * Finds a person and keeps others who lock them waiting until the transaction ends, so that what belongs to one person
 * is written one after the other. Rows that merely refer to the person are not kept waiting.
 */
export function lockPerson(tx: Tx, ref: PersonRef): Promise<PersonRow | undefined> {
  return tx
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: locked person of the organisation
    .where("user_id", "=", ref.userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Lists the people of an organisation by name; not those who were removed from the directory. */
export function listPeople(
  db: Db,
  organisationId: string,
  page?: { offset: number; limit: number },
): Promise<PersonRow[]> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: people of the organisation
    .where("deleted_at", "is", null)
    .orderBy("display_name")
    .orderBy("user_id")
    .$if(page !== undefined, (query) => query.offset(page?.offset ?? 0).limit(page?.limit ?? 0))
    .execute();
}

/** Finds a person by the number their employer knows them by. */
export function findByEmployeeId(db: Db, organisationId: string, employeeId: string): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: employee of the organisation
    .where("employee_id", "=", employeeId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

/** Names of people by id, for lists that show who did what. */
export async function namesOf(
  db: Db,
  organisationId: string,
  userIds: readonly (string | null)[],
): Promise<Map<string, string | null>> {
  const ids = [...new Set(userIds.filter((id) => id !== null))];
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom("users")
    .select(["user_id", "display_name"])
    .where("organisation_id", "=", organisationId) // owner: names of the organisation
    .where("user_id", "in", ids)
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.display_name]));
}

/** A person as the hub's own pages show them. */
export function toPersonView(row: PersonRow): PersonView {
  return {
    user_id: row.user_id,
    display_name: row.display_name,
    email: row.email,
    initials: row.initials ?? initialsOf(row.display_name ?? row.email ?? "?"),
    job_title: row.job_title,
    department_name: row.department_name,
    role: row.role,
    active: row.account_status === "active",
  };
}

/** A person as `GET /v2/user` returns them (contract 1.2): nothing of how they sign in. */
export function toUser(row: PersonRow): User {
  return {
    id: row.user_id,
    employee_id: row.employee_id,
    email: row.email,
    company_name: row.company_name,
    first_name: row.first_name,
    second_name: row.second_name,
    display_name: row.display_name,
    initials: row.initials,
    job_title: row.job_title,
    profile_photo_id: row.profile_photo_id,
    timezone: row.timezone,
    manager_id: row.manager_id,
    department_name: row.department_name,
    account_status: row.account_status,
  };
}

/** The letters that stand for somebody without a picture. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word.length > 0);
  return `${words[0]?.[0] ?? ""}${words.length > 1 ? (words.at(-1)?.[0] ?? "") : ""}`.toUpperCase();
}
