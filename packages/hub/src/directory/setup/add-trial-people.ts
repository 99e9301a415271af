import { newId } from "@joinery/contract";
import type { Context } from "../../context.ts";
import type { UserTable } from "../../store/tables.ts";
import { listPeople } from "../people.ts";
import { insertPerson, lockDirectory } from "../people-store.ts";

const PEOPLE: readonly (readonly [firstName: string, role: UserTable["role"]])[] = [
  ["Administrator", "administrator"],
  ["Member", "member"],
];

/**
 * Gives a hub for trying somebody to be, once: in an empty directory nobody could sign in and add people. They have no
 * address, so an identity provider never takes anybody for them.
 */
export async function addTrialPeople({ clock, development, transact }: Context, organisationId: string): Promise<void> {
  if (!development) return;
  await transact(async (tx) => {
    await lockDirectory(tx, organisationId);
    if ((await listPeople(tx, organisationId, { offset: 0, limit: 1 })).length > 0) return;
    for (const [firstName, role] of PEOPLE) {
      await insertPerson(tx, {
        organisation_id: organisationId,
        user_id: newId("user"),
        first_name: firstName,
        display_name: firstName,
        initials: firstName.slice(0, 1),
        account_status: "active",
        role,
        created_at: clock(),
      });
    }
  });
}
