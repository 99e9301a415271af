import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { type AccountLook, lookAt } from "./disconnect-during-refresh/account-look.ts";
import { type HeldRenewal, holdRenewal } from "./disconnect-during-refresh/hold-renewal.ts";
import { KILLED, type Kind, type LetGo, SURVIVED } from "./disconnect-during-refresh/kinds.ts";
import { type Leaver, startRenewals } from "./disconnect-during-refresh/start-renewals.ts";
import type { Counters } from "./world/counters.ts";
import { faultTest } from "./world/fault-suite.ts";
import type { Random } from "./world/random.ts";
import { until } from "./world/until.ts";

const PEOPLE = 20;
/** Each of them once in every wave: two hundred times. */
const WAVES = 7;
const WAVES_WITH_KILLS = 3;
/** A process that starts anew takes up what its spool has kept, and withdraws it when the account is gone. */
const WITHDRAWN_WITHIN_MS = 30_000;

type Renewals = Awaited<ReturnType<typeof startRenewals>>;

/** What is drawn for one person in one wave, before anything happens. */
interface Draw {
  kind: Kind;
  /** Whether the person presses Disconnect again, instead of leaving it to the hub. */
  pressesAgain: boolean;
  /** Whether somebody in another process wants the same tokens. */
  hasRival: boolean;
  delayMs: number;
}

/** One renewal that meets a disconnect. */
interface Round extends Draw {
  one: Leaver;
  account: string;
  look: AccountLook;
  held: HeldRenewal;
  callers: Promise<unknown>[];
  /** As it was when the disconnect had begun. */
  lease: string | undefined;
}

faultTest(
  "a renewal that meets a disconnect leaves no live token at the service, whatever becomes of its answer",
  { mustHappen: [...[...SURVIVED, ...KILLED].map(({ name }) => name), "at the same moment"], timeoutMs: 300_000 },
  async ({ random, counters }) => {
    await using renewals = await startRenewals(PEOPLE);
    const offset = random.between(0, SURVIVED.length);
    for (let wave = 0; wave < WAVES; wave += 1) {
      const draws = draw(random, SURVIVED, offset + wave * PEOPLE);
      const together = random.between(0, PEOPLE - 1);
      await Promise.all(
        renewals.leavers.map((one, n) =>
          n === together
            ? meetAtTheSameMoment(renewals, one, draws[n] as Draw, counters)
            : meet(renewals, one, draws[n] as Draw, counters),
        ),
      );
      await expectNoLiveToken(renewals);
    }
    for (let wave = 0; wave < WAVES_WITH_KILLS; wave += 1) {
      await meetAndKill(renewals, draw(random, KILLED, wave), random, counters);
      await expectNoLiveToken(renewals);
    }
    expect(counters.get("rounds")).toBe(PEOPLE * (WAVES + WAVES_WITH_KILLS));
  },
);

function draw(random: Random, kinds: readonly Kind[], from: number): Draw[] {
  return Array.from({ length: PEOPLE }, (_, n) => ({
    kind: kinds[(from + n) % kinds.length] as Kind,
    pressesAgain: random.chance(0.5),
    hasRival: random.chance(0.5),
    delayMs: random.between(0, 40),
  }));
}

async function meet(renewals: Renewals, one: Leaver, drawn: Draw, counters: Counters): Promise<void> {
  const round = await disconnectWhileHeld(renewals, one, drawn, counters);
  await LET_GO[drawn.kind.letGo](round, renewals);
  await expectTheTruth(round, counters);
}

/** Connects, lets a process begin a renewal, and presses Disconnect while its token request is held. */
async function disconnectWhileHeld(renewals: Renewals, one: Leaver, drawn: Draw, counters: Counters): Promise<Round> {
  const account = await renewals.connect(one);
  const look = lookAt(renewals.world, one, account);
  const held = holdRenewal(drawn.kind.carriedOut);
  one.around = held.around;
  const callers = [renewals.act(one)];
  await held.here;
  counters.count(drawn.kind.name);
  if (drawn.hasRival) callers.push(renewals.act(one));
  const receipt = await renewals.disconnect(one, account);
  // Whoever renews goes first: nobody has been told yet (contract 2.5).
  expect(receipt.acknowledged).toMatchObject({ state: "waiting", attempts: 0 });
  const { lease, lease_until: until } = await look.row();
  expect(until?.getTime()).toBeGreaterThan(Date.now());
  await look.expectNothingLate(undefined);
  callers.push(renewals.act(one));
  one.writes = drawn.kind.writes ?? "sent on";
  return { ...drawn, one, account, look, held, callers, lease: lease ?? undefined };
}

/** How a round goes on, until the disconnect is over. */
const LET_GO: Record<LetGo, (round: Round, renewals: Renewals) => Promise<unknown>> = {
  async "while it is waited for"(round, renewals) {
    expect((await round.look.receipt()).acknowledged.attempts).toBe(0);
    round.held.letGo(round.kind.read);
    await round.callers[0];
    await goOn(round, renewals);
  },
  async "after the disconnect"(round, renewals) {
    await round.look.passMinute();
    await goOn(round, renewals);
    round.held.letGo(round.kind.read);
  },
  async "during the withdrawal"(round, renewals) {
    await round.look.passMinute();
    const goingOn = goOn(round, renewals);
    await wait(round.delayMs);
    round.held.letGo(round.kind.read);
    await goingOn;
  },
  async "after it was finished anyway"(round, { world }) {
    const finished = await world.admin.ask("POST", `/api/admin/disconnects/${round.account}/finish`, {});
    expect(finished.status).toBe(200);
    round.held.letGo(round.kind.read);
  },
  async never(round, renewals) {
    round.held.letGo("break");
    await round.look.passMinute();
    await goOn(round, renewals);
  },
  async "before the kill"(round, renewals) {
    round.one.writes = "sent on";
    await round.look.passMinute();
    await goOn(round, renewals);
  },
};

/** Presses again, or leaves it to the hub; until nobody has to be told any more. */
async function goOn({ pressesAgain, one, account, look }: Round, renewals: Renewals): Promise<void> {
  if (pressesAgain) await renewals.disconnect(one, account);
  await look.untilOver();
}

/** Nothing is held: whoever is faster. */
async function meetAtTheSameMoment(renewals: Renewals, one: Leaver, drawn: Draw, counters: Counters): Promise<void> {
  const account = await renewals.connect(one);
  const look = lookAt(renewals.world, one, account);
  const callers = [renewals.act(one), renewals.act(one)];
  await wait(drawn.delayMs);
  await renewals.disconnect(one, account);
  const { lease } = await look.row();
  counters.count("at the same moment");
  await Promise.all(callers);
  const receipt = await look.untilOver();
  expect(receipt.withdrawn.state).toMatch(/^(revoked|already_invalid)$/);
  expect(one.requests).toBeLessThanOrEqual(lease === null ? 0 : 1);
  expect((await look.row()).lease).toBe(lease);
  await look.expectNothingLate(lease ?? undefined);
  counters.count("rounds");
}

/** Everybody disconnects while a renewal is under way, and then all processes of the integration die. */
async function meetAndKill(renewals: Renewals, draws: Draw[], random: Random, counters: Counters): Promise<void> {
  const rounds = await Promise.all(
    renewals.leavers.map((one, n) => disconnectWhileHeld(renewals, one, draws[n] as Draw, counters)),
  );
  for (const { kind, held } of rounds.filter((round) => round.kind.letGo === "before the kill")) held.letGo(kind.read);
  await wait(random.between(0, 60));
  await renewals.killProcesses();
  await Promise.all(rounds.map((round) => LET_GO[round.kind.letGo](round, renewals)));
  await Promise.all(rounds.map((round) => expectTheTruth(round, counters)));
}

/** No renewal has begun since the disconnect had, the receipt says what is so, and nothing late brings the account back. */
async function expectTheTruth(round: Round, counters: Counters): Promise<void> {
  const { one, look, lease, kind } = round;
  await Promise.all(round.callers);
  expect(one.requests, "token requests").toBe(1);
  const { acknowledged, withdrawn } = await look.untilOver();
  const isFinishedAnyway = kind.letGo === "after it was finished anyway";
  expect(acknowledged.state).toMatch(isFinishedAnyway ? /^finished_anyway$/ : /^(acknowledged|unknown_account)$/);
  expect(withdrawn.state).toMatch(isFinishedAnyway ? /^unknown$/ : /^(revoked|already_invalid)$/);
  await look.expectNothingLate(lease);
  expect(await look.row()).toMatchObject({
    state: "gone",
    lease,
    sealed_access_token: null,
    sealed_refresh_token: null,
  });
  counters.count(`receipts: ${acknowledged.state}, ${withdrawn.state}`);
  counters.count("rounds");
}

async function expectNoLiveToken({ world: { service } }: Renewals): Promise<void> {
  for (const { username } of service.accounts) {
    const live = async () => service.liveGrants(username);
    await until(`no live token of ${username}`, live, (count) => count === 0, WITHDRAWN_WITHIN_MS);
  }
}
