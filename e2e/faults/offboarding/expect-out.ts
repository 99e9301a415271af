import type { LinkedAccount } from "@joinery/contract";
import { expect } from "vitest";
import { askApi } from "../world/ask-api.ts";
import type { FaultPerson } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { Leaver } from "./leaver.ts";

/** Everything that somebody could do a moment ago is refused: to them, and to their integration. */
export async function expectOut(world: FaultWorld, leaver: Leaver): Promise<void> {
  await expectSessionsDead(world, leaver.sessions);
  const again = await world.admin.ask("POST", "/api/sign-in/development", { user_id: leaver.userId });
  expect([again.status, again.code], "a new sign-in").toEqual([409, "USER_INACTIVE"]);

  const accounts = `/v2/user/${leaver.userId}/linked-accounts`;
  expect((await askApi(world, "GET", accounts)).data).toEqual([]);
  for (const account of leaver.accounts.keys()) {
    const path = `${accounts}/${account}`;
    // A token may be read while the integration is asked to withdraw it, and for nothing else.
    const read = await askApi<LinkedAccount>(world, "GET", path);
    expect(read.status === 404 || read.data.state).toBeOneOf([true, "disconnecting"]);
    expect((await askApi(world, "POST", `${path}/lease`)).code).toBeOneOf([
      "DISCONNECT_IN_PROGRESS",
      "LINKED_ACCOUNT_NOT_FOUND",
    ]);
    expect((await askApi(world, "PATCH", path, { body: { additional_info: "late" } })).status).toBe(404);
  }
  expect(await saveLate(world, leaver, leaver.userId)).toBe("USER_INACTIVE");
}

/** Sessions open nothing. */
export async function expectSessionsDead({ registered }: FaultWorld, sessions: readonly FaultPerson[]): Promise<void> {
  for (const session of sessions) {
    const connect = `/connector/${registered.service_id}/auth/${registered.auth_id}`;
    const answers = [
      await session.ask("GET", "/api/me"),
      await session.ask("GET", "/api/integrations"),
      await session.ask("POST", connect, {}),
      await session.act("/tickets", { title: "A ticket of somebody who has left" }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  }
}

/** Saves an account by the claim that a leaver has left behind, for this user; answers the code. */
export async function saveLate(
  { registered, ...world }: FaultWorld,
  { claim }: Leaver,
  userId: string,
): Promise<string> {
  const { code } = await askApi({ registered, ...world }, "POST", `/v2/user/${userId}/linked-accounts`, {
    body: { auth_id: registered.auth_id, external_account_id: "late.save", access_token: "at-late" },
    headers: { "joinery-flow": claim.flow, "joinery-claim": claim.claim, "idempotency-key": claim.flow },
  });
  return code;
}

/** No token of any of their accounts can be read, by its id either. */
export async function readable(world: FaultWorld, leaver: Leaver): Promise<readonly string[]> {
  const ids = [...leaver.accounts.keys()];
  const path = `/v2/user/${leaver.userId}/linked-accounts`;
  const reads = await Promise.all(ids.map((id) => askApi(world, "GET", `${path}/${id}`)));
  return ids.filter((_id, index) => reads[index]?.status !== 404);
}
