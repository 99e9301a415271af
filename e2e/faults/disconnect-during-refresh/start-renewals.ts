import { join } from "node:path";
import type { Receipt } from "@joinery/contract";
import type { AroundTokenRequest } from "@joinery/workshop";
import type { FaultPerson } from "../world/person.ts";
import { startFaultWorld } from "../world/start-fault-world.ts";
import { startRefusingApi } from "./refusing-api.ts";

const PROCESSES = 4;
/** Each of them may have 32 requests under way at one integration, and everybody holds two or three. */
const HUBS = 2;

/** Somebody who disconnects while their tokens are renewed, again and again. */
export interface Leaver {
  person: FaultPerson;
  /** Their account at the service. */
  username: string;
  /** What happens to the token requests that are made for them; nothing special by default. */
  around: AroundTokenRequest | undefined;
  /** Token requests that were made for them since they connected. */
  requests: number;
  /** What the hub's front does with writes of their integration: nothing special, loses them, or loses the answer. */
  writes: "sent on" | "lost" | "answer lost";
}

/** Starts hubs, processes of an integration, and people who share the service's accounts evenly. */
export async function startRenewals(people: number) {
  const stack = new AsyncDisposableStack();
  const api = stack.use(await startRefusingApi());
  const world = stack.use(
    await startFaultWorld({
      hubs: HUBS,
      integrations: PROCESSES,
      integrationMain: join(import.meta.dirname, "../refresh-storm/integration.ts"),
      integrationEnv: { STORM_API: api.url },
    }),
  );
  const { accounts } = world.service;
  const leavers = await Promise.all(
    Array.from({ length: people }, async (_, n): Promise<Leaver> => {
      const person = await world.addMember(`Person ${n + 1}`);
      const { username } = accounts[n % accounts.length] as (typeof accounts)[number];
      return { person, username, around: undefined, requests: 0, writes: "sent on" };
    }),
  );

  world.service.aroundTokenRequests(async (request, carryOut) => {
    const one = leavers.find(({ person }) => person.userId === request.headers["x-test-person"]);
    if (one !== undefined) one.requests += 1;
    if (one?.around !== undefined) return one.around(request, carryOut);
    await carryOut();
    return "answer";
  });
  world.front.aroundRequests(async ({ method, url }, sendOn) => {
    const one = method === "PATCH" ? leavers.find(({ person }) => url.includes(person.userId)) : undefined;
    if (one === undefined || one.writes === "sent on") return sendOn();
    if (one.writes === "answer lost") {
      one.writes = "sent on";
      await sendOn();
    }
    return undefined;
  });

  return {
    world,
    leavers,
    /** Links their account; answers its id. */
    async connect(one: Leaver): Promise<string> {
      Object.assign(one, { requests: 0, around: undefined, writes: "sent on" });
      const { isDone, endedAt } = await one.person.connect(one.username);
      if (!isDone) throw new Error(`A connect ended at ${endedAt}`);
      const [account] = await one.person.accounts();
      if (account === undefined) throw new Error("A connect has linked nothing");
      return account;
    },
    /** Somebody in one of the processes needs a token that works. */
    act: (one: Leaver) => one.person.act("/storm", { callers: 1 }),
    async disconnect(one: Leaver, account: string): Promise<Receipt> {
      const { status, data } = await one.person.disconnect(account);
      if (status !== 200) throw new Error(`Disconnect was answered ${status}`);
      return data as Receipt;
    },
    /** Every process dies, and starts again where it was. */
    async killProcesses(): Promise<void> {
      await Promise.all(world.integrations.map((one) => one.kill()));
      await Promise.all(world.integrations.map((one) => one.restart()));
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
