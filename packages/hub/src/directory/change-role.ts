import { Problem } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { UserTable } from "../store/tables.ts";
import { lockPerson, type PersonRef, type PersonRow } from "./people.ts";
import { lockAdministrators, updatePerson } from "./people-store.ts";

/** Gives somebody another role, by an administrator's hand. The last administrator can't be taken away from an organisation. */
export async function changeRole(
  context: Context,
  person: PersonRef,
  { role, actorId, requestId }: { role: UserTable["role"]; actorId: string; requestId: string },
): Promise<PersonRow> {
  return context.transact(async (tx) => {
    const administrators = await lockAdministrators(tx, person.organisationId);
    const row = await lockPerson(tx, person);
    if (row === undefined || row.deleted_at !== null) throw new Problem("USER_NOT_FOUND");
    if (row.role === role) return row;
    // Who comes back is a member: a role is not left lying there for them.
    if (row.account_status !== "active") throw new Problem("USER_INACTIVE");
    const isLast = administrators.length === 1 && administrators[0] === person.userId;
    if (isLast) throw new Problem("LAST_ADMINISTRATOR");
    await record(tx, {
      organisationId: person.organisationId,
      at: context.clock(),
      action: "person.role_changed",
      actorId,
      subjectId: person.userId,
      detail: { role, source: "administrator" },
      requestId,
    });
    return (await updatePerson(tx, person, { role })) ?? row;
  });
}
