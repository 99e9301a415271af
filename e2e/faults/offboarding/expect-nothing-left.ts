import { expect } from "vitest";
import { askApi } from "../world/ask-api.ts";
import { signIn } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";
import { expectSessionsDead, saveLate } from "./expect-out.ts";
import type { Leaver } from "./leaver.ts";
import type { WayToLeave } from "./ways-to-leave.ts";

/** Somebody with the same e-mail comes, or the same person again, and inherits nothing. */
export async function expectNothingLeft({
  world,
  leaver,
  way,
}: {
  world: FaultWorld;
  leaver: Leaver;
  way: WayToLeave;
}): Promise<void> {
  const { hub, registered } = world;
  const { flow, claim } = leaver.claim;
  const userId = await way.comeBack(leaver);

  await expectSessionsDead(world, leaver.sessions);
  const place = { hub, serviceId: registered.service_id, authId: registered.auth_id };
  const newcomer = await signIn(place, userId);
  expect(await newcomer.accounts()).toEqual([]);
  expect((await askApi(world, "GET", `/v2/user/${userId}/linked-accounts`)).data).toEqual([]);
  const late = [await saveLate(world, leaver, leaver.userId), await saveLate(world, leaver, userId)];
  expect(late).toEqual(way.lateSaves);
  const refusal = { reason: "exchange_failed", claim };
  expect((await askApi(world, "POST", `/v2/connect/${flow}/refuse`, { body: refusal })).status).toBe(200);

  const connected = await newcomer.connect("bob.stone");
  expect(connected.isDone, connected.endedAt).toBe(true);
  const [own = "", ...more] = await newcomer.accounts();
  expect(more).toEqual([]);
  expect([...leaver.accounts.keys()]).not.toContain(own);
}
