import { type Expression, type ExpressionBuilder, type SqlBool, sql } from "kysely";
import type { Db, Tables } from "../../store/tables.ts";
import type { PersonRef, PersonRow } from "../people.ts";
import type { UserFilter } from "./filter.ts";

/** Finds somebody of a directory who has not been removed from it. */
export function findScimUser(db: Db, ref: PersonRef): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: SCIM user of the organisation
    .where("user_id", "=", ref.userId)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

/** Lists people of a directory in the order in which they came. */
export function listScimUsers(
  db: Db,
  organisationId: string,
  filter: UserFilter,
  page: { offset: number; limit: number },
): Promise<PersonRow[]> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: SCIM users of the organisation
    .where("deleted_at", "is", null)
    .where((where) => where.and(conditionsOf(where, filter)))
    .orderBy("created_at")
    .orderBy("user_id")
    .offset(page.offset)
    .limit(page.limit)
    .execute();
}

/** Counts people of a directory. */
export async function countScimUsers(db: Db, organisationId: string, filter: UserFilter): Promise<number> {
  const row = await db
    .selectFrom("users")
    .select((column) => column.fn.countAll<string>().as("count"))
    .where("organisation_id", "=", organisationId) // owner: counted SCIM users of the organisation
    .where("deleted_at", "is", null)
    .where((where) => where.and(conditionsOf(where, filter)))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** `userName` and addresses are the same in any case, `externalId` is not (RFC 7643, sections 3.1 and 4.1). */
function conditionsOf(where: ExpressionBuilder<Tables, "users">, filter: UserFilter): Expression<SqlBool>[] {
  const { userName, externalId, email, id, active } = filter;
  return [
    ...(userName === undefined ? [] : [sql<boolean>`lower(coalesce(user_name, email)) = lower(${userName})`]),
    ...(externalId === undefined ? [] : [where("external_id", "=", externalId)]),
    ...(email === undefined ? [] : [sql<boolean>`lower(email) = lower(${email})`]),
    ...(id === undefined ? [] : [where("user_id", "=", id)]),
    ...(active === undefined ? [] : [where("account_status", "=", active ? "active" : "inactive")]),
  ];
}

/** Finds somebody else of the directory who bears one of these names. */
export function findNamesake(
  db: Db,
  ref: { organisationId: string; userId: string | null },
  names: { userName: string | null; externalId: string | null; email: string | null; employeeId: string | null },
): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: namesakes of the organisation
    .where("deleted_at", "is", null)
    .$if(ref.userId !== null, (query) => query.where("user_id", "!=", ref.userId ?? ""))
    .where((where) =>
      where.or([
        sql<boolean>`lower(coalesce(user_name, email)) = lower(${names.userName})`,
        where("external_id", "=", names.externalId),
        sql<boolean>`lower(email) = lower(${names.email})`,
        where("employee_id", "=", names.employeeId),
      ]),
    )
    .limit(1)
    .executeTakeFirst();
}

/** Finds the person whom a directory names as somebody's manager: by id, or by what the directory itself calls them. */
export function findManager(db: Db, organisationId: string, name: string): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: manager of the organisation
    .where("deleted_at", "is", null)
    .where((where) =>
      where.or([
        where("user_id", "=", name),
        where("external_id", "=", name),
        sql<boolean>`lower(coalesce(user_name, email)) = lower(${name})`,
      ]),
    )
    .limit(1)
    .executeTakeFirst();
}
