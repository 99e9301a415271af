import { newId } from "@joinery/contract";
import type { Db } from "../store/tables.ts";

/** A person to add. */
export interface NewPerson {
  firstName: string;
  secondName: string;
  email: string;
  jobTitle?: string;
  departmentName?: string;
  employeeId?: string;
  role: "member" | "administrator";
  /** Made when left out. */
  userId?: string;
}

/** Adds an organisation; answers its id. */
export async function addOrganisation(
  db: Db,
  name: string,
  now: Date,
  organisationId = newId("organisation"),
): Promise<string> {
  await db
    .insertInto("organisations")
    .values({ organisation_id: organisationId, name, require_verified: false, created_at: now })
    .execute();
  return organisationId;
}

/** Adds a person to an organisation; answers their id. */
export async function addPerson(db: Db, organisationId: string, person: NewPerson, now: Date): Promise<string> {
  const userId = person.userId ?? newId("user");
  await db
    .insertInto("users")
    .values({
      organisation_id: organisationId,
      user_id: userId,
      employee_id: person.employeeId ?? null,
      email: person.email,
      first_name: person.firstName,
      second_name: person.secondName,
      display_name: `${person.firstName} ${person.secondName}`,
      initials: `${person.firstName[0] ?? ""}${person.secondName[0] ?? ""}`,
      job_title: person.jobTitle ?? null,
      department_name: person.departmentName ?? null,
      account_status: "active",
      role: person.role,
      created_at: now,
    })
    .execute();
  return userId;
}
