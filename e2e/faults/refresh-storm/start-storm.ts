import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { AroundTokenRequest } from "@joinery/workshop";
import type { FaultPerson } from "../world/person.ts";
import { startFaultWorld } from "../world/start-fault-world.ts";
import { startApi } from "./start-api.ts";

const PROCESSES = 6;
const CALLERS = 50;
/** Longer than a lost answer, its next attempt and all waiting for a lease take together. */
const CALM_WITHIN_MS = 50_000;
const PAUSE_MS = 200;

/** Somebody with a linked account, in the middle of a storm. */
export interface Stormed {
  person: FaultPerson;
  /** Their account at the service. */
  username: string;
  /** What happens to the token requests that are made for them; nothing special by default. */
  around: AroundTokenRequest | undefined;
  /** Token requests that the service has carried out, and that it has refused, since the last expiry. */
  committed: number;
  refused: number;
}

/** How an account looks to the hub, and whether its grant is alive at the service. */
export interface Judged {
  state: string;
  reason: string | null;
  isAlive: boolean;
}

/** Starts a hub, six processes of an integration, and people whose tokens all of them want to renew at once. */
export async function startStorm(usernames: readonly string[]) {
  const stack = new AsyncDisposableStack();
  const api = stack.use(await startApi());
  const world = stack.use(
    await startFaultWorld({
      integrations: PROCESSES,
      integrationMain: join(import.meta.dirname, "integration.ts"),
      integrationEnv: { STORM_API: api.url },
    }),
  );
  const people = await Promise.all(usernames.map(startPerson));
  world.service.aroundTokenRequests(async (request, carryOut) => {
    const one = people.find(({ person }) => person.userId === request.headers["x-test-person"]);
    const counted = async () => {
      const outcome = await carryOut();
      if (one !== undefined) one[outcome.status === 200 ? "committed" : "refused"] += 1;
      return outcome;
    };
    if (one?.around !== undefined) return one.around(request, counted);
    await counted();
    return "answer";
  });

  async function startPerson(username: string): Promise<Stormed> {
    const person = await world.addMember(username.replace(".", " "));
    const { isDone, endedAt } = await person.connect(username);
    if (!isDone) throw new Error(`A connect ended at ${endedAt}`);
    return { person, username, around: undefined, committed: 0, refused: 0 };
  }

  /** Every process, fifty callers in each; what all of them came to. */
  async function blow({ person }: Stormed): Promise<string[]> {
    const acts = await Promise.all(Array.from({ length: PROCESSES }, () => person.act("/storm", { callers: CALLERS })));
    return acts.flatMap(({ data, code, status }) => (Array.isArray(data) ? (data as string[]) : code || `${status}`));
  }

  let spared: unknown;
  return {
    world,
    people,
    /** This process is not to be killed: it is needed for another fault at this moment. */
    spare(port: unknown): void {
      spared = port;
    },
    isSpared: (port: unknown) => port === spared,
    /** Their access token expires: the next caller, in every process, needs another. */
    expire(one: Stormed): void {
      Object.assign(one, { committed: 0, refused: 0 });
      world.service.expireAccessTokens(one.username);
      api.expire(one.person.userId);
    },
    blow,
    /** Blows until every caller in every process has what they want, or until the person must connect again. */
    async blowUntilCalm(one: Stormed): Promise<"calm" | "attention"> {
      const until = performance.now() + CALM_WITHIN_MS;
      for (;;) {
        const came = await blow(one);
        if (came.every((what) => what === "200")) return "calm";
        if (came.every((what) => what === "NEEDS_RECONNECT")) return "attention";
        if (performance.now() > until) throw new Error(`No calm for ${one.username}: ${tally(came)}`);
        await wait(PAUSE_MS);
      }
    },
    /** The minute of a lease whose holder is dead is over. */
    async passLease({ person }: Stormed): Promise<void> {
      await world.db
        .updateTable("linked_accounts")
        .set({ lease_until: new Date(0) })
        .where("user_id", "=", person.userId)
        .where("lease_until", "is not", null)
        .execute();
    },
    /** Kills the process that has sent a token request, and starts it again. */
    async killAndRestart(port: unknown, between: () => void = () => {}): Promise<void> {
      const victim = world.integrations.find((one) => String(one.port) === port);
      await victim?.kill();
      between();
      await victim?.restart();
    },
    /** Nobody reaches the hub any more, until the returned function is called. */
    takeHubAway(): () => void {
      world.front.setBackends([]);
      return () => world.front.setBackends(world.hubs.map((hub) => hub.port()));
    },
    async judge({ person, username }: Stormed): Promise<Judged> {
      const row = await world.db
        .selectFrom("linked_accounts")
        .select(["state", "attention_reason"])
        .where("user_id", "=", person.userId)
        .executeTakeFirstOrThrow();
      return { state: row.state, reason: row.attention_reason, isAlive: world.service.liveGrants(username) > 0 };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function tally(came: readonly string[]): string {
  const counts = Map.groupBy(came, (what) => what);
  return [...counts].map(([what, times]) => `${what} ${times.length}`).join(", ");
}
