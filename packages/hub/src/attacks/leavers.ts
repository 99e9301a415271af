import { newId } from "@joinery/contract";
import { type RawBuilder, sql } from "kysely";
import { addPerson } from "../directory/add-people.ts";
import { insertSession } from "../directory/sessions.ts";
import type { World } from "./world.ts";

/** Somebody who is about to leave, and what they have. Somebody with the same id works for the twin. */
export interface Leaver {
  userId: string;
  email: string;
  /** The address of their namesake at the twin. */
  twinEmail: string;
  /** What their linked account is recognised by. */
  label: string;
}

/** Adds a person with a session, an open connect, an exchange under way, a linked account, and one that is being removed. */
export async function addLeaver({ home, twin, fresh, accountId, orphan }: World): Promise<Leaver> {
  const { db, clock } = home.hub.context;
  const userId = newId("user");
  const label = fresh("john.leaver");
  const email = `${label}@engines.example`;
  const twinEmail = `${fresh("lea")}@works.example`;
  const names = { userId, secondName: "Twin", role: "member" } as const;
  await addPerson(
    db,
    home.organisationId,
    { ...names, firstName: "Lea", secondName: "Stone", email, employeeId: label },
    clock(),
  );
  await addPerson(db, twin.organisationId, { ...names, firstName: "Twin", email: twinEmail }, clock());
  await insertSession(db, { organisationId: home.organisationId, userId }, crypto.randomUUID(), clock());
  const copy = async (table: string, column: string, id: string, changed: Record<string, unknown>) => {
    await copyOf({ table, column, id, changed: { user_id: userId, ...changed } }, home.organisationId).execute(db);
  };
  const account = { identity_key: label, external_account_id: label };
  const removed = newId("linkedAccount");
  await copy("flows", "flow_id", orphan, { flow_id: newId("flow"), state: "created", claimed_at: null });
  await copy("flows", "flow_id", orphan, { flow_id: newId("flow"), state: "claimed" });
  await copy("linked_accounts", "linked_account_id", accountId, {
    ...account,
    linked_account_id: newId("linkedAccount"),
  });
  await copy("linked_accounts", "linked_account_id", accountId, {
    ...account,
    linked_account_id: removed,
    state: "disconnecting",
  });
  await db
    .insertInto("disconnects")
    .columns([
      "organisation_id",
      "linked_account_id",
      "user_id",
      "service_id",
      "external_account_id",
      "requested_at",
      "attempts",
    ])
    .expression((query) =>
      query
        .selectFrom("linked_accounts")
        .select(["organisation_id", "linked_account_id", "user_id", "service_id", "external_account_id"])
        .select([sql`now()`.as("requested_at"), sql`0`.as("attempts")])
        .where("linked_account_id", "=", removed),
    )
    .execute();
  return { userId, email, twinEmail, label };
}

/** Adds a person without links. Somebody with the same id has one at the twin. Answers the id. */
export async function addUnlinked({ home, twin, fresh, accountId }: World): Promise<string> {
  const { db, clock } = home.hub.context;
  const word = fresh("john.unlinked");
  const person = { firstName: "Max", secondName: "Stone", email: `${word}@engines.example`, role: "member" } as const;
  const userId = await addPerson(db, home.organisationId, person, clock());
  const namesake = { ...person, userId, firstName: "Twin", secondName: "Twin", email: `${fresh("max")}@works.example` };
  await addPerson(db, twin.organisationId, namesake, clock());
  const changed = {
    organisation_id: twin.organisationId,
    linked_account_id: newId("linkedAccount"),
    user_id: userId,
    identity_key: word,
    external_account_id: "Twin max",
    sealed_access_token: null,
    sealed_refresh_token: null,
  };
  const link = { table: "linked_accounts", column: "linked_account_id", id: accountId, changed };
  await copyOf(link, home.organisationId).execute(db);
  return userId;
}

interface Copy {
  table: string;
  column: string;
  id: string;
  changed: Record<string, unknown>;
}

function copyOf({ table, column, id, changed }: Copy, organisationId: string): RawBuilder<unknown> {
  return sql`
    insert into ${sql.table(table)}
    select (jsonb_populate_record(row, ${JSON.stringify(changed)}::jsonb)).*
    from ${sql.table(table)} as row
    where ${sql.ref(column)} = ${id} and organisation_id = ${organisationId}`;
}
