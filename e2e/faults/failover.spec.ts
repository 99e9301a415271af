import { setTimeout as wait } from "node:timers/promises";
import type { LinkedAccount } from "@joinery/contract";
import { expect } from "vitest";
import { askApi } from "./world/ask-api.ts";
import type { Counters } from "./world/counters.ts";
import { faultTest } from "./world/fault-suite.ts";
import { expectHonestEnd } from "./world/honest-end.ts";
import { expectNothingForgotten } from "./world/nothing-forgotten.ts";
import { type FaultWorld, startFaultWorld } from "./world/start-fault-world.ts";
import { startTraffic } from "./world/traffic.ts";
import { until } from "./world/until.ts";

const PEOPLE = 3;
const WRITERS = 4;
/** A service that takes longer to come back than the hub tries again would be no failover but an outage. */
const BACK_WITHIN_MS = 20_000;

faultTest(
  "the primary is killed during writes and the standby takes over: nothing acknowledged is lost, nothing is there twice",
  {
    mustHappen: [
      "saves acknowledged before the kill",
      "saves acknowledged after the failover",
      "writes that met the failover",
      "connects",
    ],
  },
  async ({ random, counters }) => {
    await using world = await startFaultWorld({ hubs: 2, standby: true });
    const people = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => world.addMember(`Person ${n + 1}`)));
    await using traffic = startTraffic(people, counters);
    const writers = await startWriters(world, counters);
    await traffic.untilMoreConnects(PEOPLE);
    counters.count("saves acknowledged before the kill", writers.acknowledged());

    await wait(random.between(0, 500));
    await world.database.killPrimary();
    const killedAt = performance.now();
    const before = writers.acknowledged();
    // Those who decide on a failover take a moment, and some switch the address before the standby takes writes.
    await wait(random.between(500, 2_000));
    if (random.chance(0.5)) {
      counters.count("switched before it was promoted");
      world.database.switchToStandby();
      await wait(random.between(0, 1_000));
      await world.database.promoteStandby();
    } else {
      await world.database.promoteStandby();
      world.database.switchToStandby();
    }
    await until(
      "writes are acknowledged again",
      async () => writers.acknowledged(),
      (count) => count > before,
      BACK_WITHIN_MS,
    );
    counters.count("milliseconds without a write", Math.round(performance.now() - killedAt));
    await traffic.untilMoreConnects(PEOPLE);
    const written = await writers.stop();
    await traffic.stop();
    counters.count("saves acknowledged after the failover", writers.acknowledged() - before);

    expect(world.hubs.every((hub) => hub.isRunning())).toBe(true);
    await expectEveryWriteOnce(world, written);
    await expectNothingForgotten(world, traffic);
    await expectHonestEnd(world);
  },
);

/** One linked account that is changed again and again, each time from the version before. */
interface Writer {
  account: string;
  /** As acknowledged last. */
  version: number;
  info: string;
}

/**
 * Writers change linked accounts by the integration's API as fast as they are answered, each its own, with `If-Match`. One
 * that gets no clear answer sends the same again; a version that does not fit then means that it was written at the first
 * time, and anything else there is a lost or doubled write.
 */
async function startWriters(world: FaultWorld, counters: Counters) {
  let isStopping = false;
  let acknowledged = 0;

  async function prepare(n: number) {
    const person = await world.addMember(`Writer ${n}`);
    await person.connect();
    const [account = ""] = await person.accounts();
    const call = callOf(world, `/v2/user/${person.userId}/linked-accounts/${account}`);
    const { version } = (await call("GET")).data;
    return { call, writer: { account, version, info: "" } satisfies Writer };
  }

  async function write(n: number, { call, writer }: Awaited<ReturnType<typeof prepare>>): Promise<void> {
    for (let count = 1; !isStopping; count += 1) {
      const info = `${n}-${count}`;
      const { version, isRepeated } = await writeUntilClear(call, writer.version, info);
      expect(version, "a write makes one new version").toBe(writer.version + 1);
      Object.assign(writer, { version, info });
      acknowledged += 1;
      if (isRepeated) counters.count("writes that met the failover");
    }
  }

  const prepared = await Promise.all(Array.from({ length: WRITERS }, (_, n) => prepare(n + 1)));
  const writing = Promise.all(prepared.map((one, n) => write(n + 1, one)));
  writing.catch(() => undefined);
  return {
    acknowledged: () => acknowledged,
    async stop(): Promise<readonly Writer[]> {
      isStopping = true;
      await writing;
      return prepared.map(({ writer }) => writer);
    },
  };
}

type Call = ReturnType<typeof callOf>;

/** An account as its writer reads it. */
type Written = Pick<LinkedAccount, "version" | "additional_info">;

async function writeUntilClear(call: Call, expected: number, info: string) {
  for (let isRepeated = false; ; isRepeated = true) {
    const startedAt = performance.now();
    const { status, data } = await call("PATCH", { additional_info: info }, { "if-match": `"${expected}"` });
    // A hub that waits out the failover by itself answers late, and clearly.
    if (status === 200) return { version: data.version, isRepeated: isRepeated || performance.now() - startedAt > 500 };
    if (status === 412) {
      const { data: found } = await call("GET");
      if (found?.additional_info === info) return { version: found.version, isRepeated: true };
    }
    expect([0, 412, 502, 503]).toContain(status);
    await wait(100);
  }
}

function callOf(world: FaultWorld, path: string) {
  return (method: string, body?: unknown, headers?: Record<string, string>) =>
    askApi<Written>(world, method, path, { body, headers });
}

async function expectEveryWriteOnce({ db }: FaultWorld, writers: readonly Writer[]): Promise<void> {
  for (const { account, version, info } of writers) {
    const row = await db
      .selectFrom("linked_accounts")
      .select(["additional_info", "version"])
      .where("linked_account_id", "=", account)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ additional_info: info, version });
  }
}
