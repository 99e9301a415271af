import { setTimeout as wait } from "node:timers/promises";
import type { FlowStatus } from "@joinery/contract";
import type { FaultRun } from "../world/fault-suite.ts";
import type { FaultPerson } from "../world/person.ts";
import type { FaultWorld } from "../world/start-fault-world.ts";

/** People who live at the same time. */
const AT_ONCE = 8;
const DISCONNECTS = 0.6;
const SIGN_INS = 100;
const AGAIN_AFTER_MS = 200;

/** What people were told, and may rely on. */
export interface Told {
  /** Linked accounts whose disconnect the hub has acknowledged. */
  disconnected: readonly string[];
  /** Flows of which the hub has said that they are complete. */
  connected: readonly string[];
}

/**
 * Lets people come one after the other, each for one flow: they connect with some account of the external service, and many
 * disconnect again. Nobody has an account twice, so that no grant takes another's place. Counts `flows`, `connects`, `broken
 * connects`, `disconnects` and `disconnects without an answer`.
 */
export async function letPeopleLive(
  world: FaultWorld,
  { random, counters }: FaultRun,
  isOver: () => boolean,
): Promise<Told> {
  const told = { disconnected: [] as string[], connected: [] as string[] };
  const usernames = world.service.accounts.map(({ username }) => username);
  let people = 0;

  /** Hubs may be down; then somebody else comes. */
  async function come(): Promise<FaultPerson> {
    for (let tries = 1; ; tries += 1) {
      people += 1;
      try {
        return await world.addMember(`Person${people} Example`);
      } catch (error) {
        if (tries === SIGN_INS) throw error;
        await wait(AGAIN_AFTER_MS);
      }
    }
  }

  /** Presses Disconnect as long as the page shows an account, as somebody does who got no answer. */
  async function disconnect(person: FaultPerson): Promise<void> {
    for (let accounts = await person.accounts(); accounts.length > 0; accounts = await person.accounts()) {
      const account = accounts[0] ?? "";
      const { status } = await person.disconnect(account);
      counters.count(status === 200 ? "disconnects" : "disconnects without an answer");
      if (status === 200) told.disconnected.push(account);
    }
  }

  async function live(): Promise<void> {
    while (!isOver()) {
      const person = await come();
      const { flow, isDone } = await person.connect(random.pick(usernames));
      counters.count("flows", flow === undefined ? 0 : 1);
      counters.count(isDone ? "connects" : "broken connects");
      const { data } = await person.ask<FlowStatus>("GET", `/connect/${flow}`);
      if (data?.state === "completed") told.connected.push(data.flow);
      if (random.chance(DISCONNECTS)) await disconnect(person);
    }
  }

  await Promise.all(Array.from({ length: AT_ONCE }, live));
  return told;
}
