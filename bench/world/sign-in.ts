import { newId, randomToken256 } from "../../packages/contract/src/index.ts";
import { insertSession } from "../../packages/hub/src/directory/sessions.ts";
import { createDigests } from "../../packages/hub/src/secrets/digests.ts";
import type { HubFacts } from "./register.ts";

/** Makes people who are signed in; answers their cookies. */
export async function signInPeople(facts: HubFacts, count: number): Promise<string[]> {
  const { db, masterKey, organisationId, publicPort } = facts;
  const digests = createDigests(masterKey);
  const now = new Date();
  const cookies = [];
  for (let index = 0; index < count; index += 1) {
    const userId = newId("user");
    const secret = randomToken256();
    await db
      .insertInto("users")
      .values({
        organisation_id: organisationId,
        user_id: userId,
        display_name: `Person ${index}`,
        account_status: "active",
        role: "member",
        created_at: now,
      })
      .execute();
    await insertSession(db, { organisationId, userId }, digests.of("session", secret), now);
    cookies.push(`joinery-session-${publicPort}=${secret}`);
  }
  return cookies;
}
