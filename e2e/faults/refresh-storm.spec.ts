import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { type Stormed, startStorm } from "./refresh-storm/start-storm.ts";
import { type FaultRun, faultTest } from "./world/fault-suite.ts";

const BEFORE = ["503 before", "500 before", "broken before", "timed out before", "holder killed before"];
const AFTER = ["broken after", "502 after", "holder killed after", "holder killed with the answer", "hub away after"];
/** How long an integration waits for a token answer (contract 2.4), but for the time on the way. */
const PATIENCE_MS = 19_500;
/** Long enough to receive an answer, and shorter than anybody gives up. */
const HUB_AWAY_MS = 700;

type Storm = Awaited<ReturnType<typeof startStorm>>;

faultTest(
  "one token request for each expiry, and no account that looks healthy and is dead",
  { mustHappen: ["committed", ...BEFORE, ...AFTER, "rotation lost"], timeoutMs: 120_000 },
  async (given) => {
    await using storm = await startStorm(["john.doe", "bob.stone", "eve.marsh", "mira.quinn"]);
    const [john, bob, eve, mira] = storm.people as [Stormed, Stormed, Stormed, Stormed];

    await Promise.all([loseTime(storm, mira, given), breakTheOthers(storm, [john, bob, eve], given)]);
    await killAfter(storm, mira, given.random.between(0, 200), given);

    expect(storm.world.service.ledger.entries({ kind: "token_request" })).toHaveLength(4);
  },
);

async function breakTheOthers(storm: Storm, [john, bob, eve]: [Stormed, Stormed, Stormed], given: FaultRun) {
  await Promise.all([john, bob, eve].map((one) => failBefore(storm, one, given)));
  await killBefore(storm, john, given);
  await Promise.all([loseAnswer(storm, bob, "break", given), loseAnswer(storm, eve, 502, given)]);
  await loseHub(storm, john, given);
  await killAfter(storm, john, "before the answer", given);
}

/** Some of the requests fail before the service has done anything; the next one gets through. */
async function failBefore(storm: Storm, one: Stormed, { random, counters }: FaultRun): Promise<void> {
  for (const fault of [503, 500, "break"] as const) {
    let failures = random.between(1, 2);
    one.around = async (_request, carryOut) => {
      await wait(random.chance(0.2) ? random.between(20, 3_000) : random.between(20, 200));
      failures -= 1;
      if (failures < 0) {
        await carryOut();
        return "answer";
      }
      counters.count(fault === "break" ? "broken before" : `${fault} before`);
      return fault;
    };
    await expectOneRequest(storm, one, counters);
  }
}

/** The service does not answer in time, and has done nothing. */
async function loseTime(storm: Storm, one: Stormed, { counters }: FaultRun): Promise<void> {
  one.around = async ({ headers, gone }) => {
    one.around = undefined;
    storm.spare(headers["x-test-port"]);
    const began = performance.now();
    await gone;
    storm.spare(undefined);
    if (performance.now() - began > PATIENCE_MS) counters.count("timed out before");
    return "break";
  };
  await expectOneRequest(storm, one, counters);
}

/** The process that holds the lease dies before the service has done anything. */
async function killBefore(storm: Storm, one: Stormed, { counters }: FaultRun): Promise<void> {
  const killed = Promise.withResolvers<undefined>();
  one.around = async ({ headers }) => {
    if (storm.isSpared(headers["x-test-port"])) return 503;
    one.around = undefined;
    counters.count("holder killed before");
    void storm.killAndRestart(headers["x-test-port"]).then(() => killed.resolve(undefined));
    return "break";
  };
  storm.expire(one);
  const first = storm.blow(one);
  await killed.promise;
  await storm.passLease(one);
  await first;
  await expectCalmAfterOne(storm, one, counters);
}

async function expectOneRequest(storm: Storm, one: Stormed, counters: FaultRun["counters"]): Promise<void> {
  storm.expire(one);
  await expectCalmAfterOne(storm, one, counters);
}

async function expectCalmAfterOne(storm: Storm, one: Stormed, counters: FaultRun["counters"]): Promise<void> {
  expect(await storm.blowUntilCalm(one)).toBe("calm");
  counters.count("expired");
  counters.count("committed", one.committed);
  expect(one).toMatchObject({ committed: 1, refused: 0 });
  expect(await storm.judge(one)).toEqual({ state: "active", reason: null, isAlive: true });
}

/** The service has rotated, and its answer does not arrive. */
async function loseAnswer(storm: Storm, one: Stormed, read: "break" | 502, { counters }: FaultRun): Promise<void> {
  one.around = async (_request, carryOut) => {
    one.around = undefined;
    await carryOut();
    counters.count(read === "break" ? "broken after" : `${read} after`);
    return read;
  };
  storm.expire(one);
  await expectTheTruth(storm, one, counters);
}

/** The process that holds the lease dies once the service has rotated: before the answer, or soon after it. */
async function killAfter(
  storm: Storm,
  one: Stormed,
  delayMs: number | "before the answer",
  { counters }: FaultRun,
): Promise<void> {
  const killed = Promise.withResolvers<undefined>();
  const isAnswered = delayMs !== "before the answer";
  one.around = async ({ headers }, carryOut) => {
    if (storm.isSpared(headers["x-test-port"])) return 503;
    one.around = undefined;
    await carryOut();
    counters.count(isAnswered ? "holder killed with the answer" : "holder killed after");
    void wait(isAnswered ? delayMs : 0)
      .then(() => storm.killAndRestart(headers["x-test-port"]))
      .then(() => killed.resolve(undefined));
    return isAnswered ? "answer" : "break";
  };
  storm.expire(one);
  const first = storm.blow(one);
  await killed.promise;
  // What the spool has kept is handed in by itself; only then the minute of the dead holder's lease is over.
  await wait(1_000);
  await storm.passLease(one);
  await first;
  await expectTheTruth(storm, one, counters);
}

/** The hub can't be reached when the answer comes, and then the process dies: what its spool has kept saves the account. */
async function loseHub(storm: Storm, one: Stormed, { counters }: FaultRun): Promise<void> {
  const back = Promise.withResolvers<undefined>();
  one.around = async ({ headers }, carryOut) => {
    if (storm.isSpared(headers["x-test-port"])) return 503;
    one.around = undefined;
    await carryOut();
    const returnHub = storm.takeHubAway();
    counters.count("hub away after");
    void wait(HUB_AWAY_MS)
      .then(() => storm.killAndRestart(headers["x-test-port"], returnHub))
      .then(() => back.resolve(undefined));
    return "answer";
  };
  storm.expire(one);
  const first = storm.blow(one);
  await back.promise;
  await first;
  await expectCalmAfterOne(storm, one, counters);
}

/** Alive and healthy, or dead and saying so with the true reason. */
async function expectTheTruth(storm: Storm, one: Stormed, counters: FaultRun["counters"]): Promise<void> {
  const end = await storm.blowUntilCalm(one);
  const found = await storm.judge(one);
  counters.count(end === "calm" ? "alive after all" : "rotation lost");
  expect(found).toEqual(
    end === "calm"
      ? { state: "active", reason: null, isAlive: true }
      : { state: "attention", reason: "rotation_lost", isAlive: false },
  );
}
