import { setTimeout as wait } from "node:timers/promises";
import { expect } from "vitest";
import { expectNothingLeft } from "./offboarding/expect-nothing-left.ts";
import { expectOut, readable } from "./offboarding/expect-out.ts";
import { holdTokenRequests, type TokenRequests } from "./offboarding/hold-token-requests.ts";
import { addLeaver, type Leaver, useAccounts } from "./offboarding/leaver.ts";
import { type HeldConnect, holdConnect } from "./offboarding/open-connects.ts";
import { expectTrueReport, readReport } from "./offboarding/report.ts";
import { watch } from "./offboarding/watch.ts";
import { type WayToLeave, waysToLeave } from "./offboarding/ways-to-leave.ts";
import { type FaultRun, faultTest } from "./world/fault-suite.ts";
import { expectHonestEnd } from "./world/honest-end.ts";
import { type FaultWorld, startFaultWorld } from "./world/start-fault-world.ts";
import { startTraffic } from "./world/traffic.ts";
import { until } from "./world/until.ts";

const PEOPLE = 3;
const OUT_WITHIN_MS = 5_000;
const EXPIRE_EVERY_MS = 1_000;
/** The hub tells an integration that is down again after 5, and after 30 seconds more (contract 2.5). */
const TOLD_AGAIN_WITHIN_MS = 60_000;
const MOMENTS = ["before it is carried out", "with its answer"] as const;

/** Somebody who leaves, how, and where. */
interface Case extends FaultRun {
  world: FaultWorld;
  requests: TokenRequests;
  leaver: Leaver;
  way: WayToLeave;
}

faultTest(
  "who leaves is out at once, whoever says so: nothing can be used, everything is withdrawn, and the report is true",
  {
    mustHappen: [
      "left by Entra",
      "left by Okta",
      "left by Button",
      "left by File",
      "looks before somebody was out",
      "renewals under way",
      "late saves refused and withdrawn",
      "left while the integration was down",
      "connects",
      "tickets",
      "disconnects",
      "tickets of leavers",
      "refreshes",
    ],
    timeoutMs: 300_000,
  },
  async (run) => {
    const { random, counters } = run;
    await using world = await startFaultWorld({
      hubs: 2,
      integrationMain: new URL("offboarding/integration.ts", import.meta.url).pathname,
    });
    const requests = holdTokenRequests(world.service);
    const ways = await waysToLeave(world);
    const people = await Promise.all(Array.from({ length: PEOPLE }, (_, n) => world.addMember(`Person ${n + 1}`)));
    await using traffic = startTraffic(people, counters);
    using _expiring = expireAgainAndAgain(world);

    const add = (name: string) => addLeaver(world, requests, `Leaver ${name}`);
    const cases = await Promise.all(
      ways.map(async (way) => ({ ...run, world, requests, way, leaver: await add(way.name) })),
    );
    const last = { ...run, world, requests, way: random.pick(ways), leaver: await add("Down") };
    for (const one of cases) await leave(one);
    await traffic.stop();
    await leaveWhileDown(last);

    counters.count("refreshes", world.service.ledger.entries({ kind: "refresh" }).length);
    await expectHonestEnd(world);
  },
);

async function leave(given: Case): Promise<void> {
  const { world, requests, leaver, way, random, counters } = given;
  const ticketsBefore = counters.get("tickets of leavers");
  const told = useAccounts(leaver, counters);
  await until(
    "accounts are used",
    async () => counters.get("tickets of leavers"),
    (tickets) => tickets > ticketsBefore,
  );
  const renewal = requests.hold(leaver.userId, random.pick(MOMENTS));
  await renewal.waits;
  counters.count("renewals under way");
  const watched = watch(world, leaver, random);
  const saves = await Promise.all(
    MOMENTS.map((moment) => holdConnect(world, leaver.sessions[0], { requests, moment })),
  );
  await wait(random.between(0, 300));

  const saidAt = performance.now();
  await way.deactivate(leaver);
  const report = await readReport(world, leaver);
  // Those that can be withdrawn are, and the one that waits for its renewal can't be read meanwhile.
  await until(
    "no token can be read",
    () => readable(world, leaver),
    (ids) => ids.length === 0,
    OUT_WITHIN_MS,
  );
  renewal.letGo();
  for (const save of saves) save.letGo();
  await expectOut(world, leaver);
  expect(report).toMatchObject({ finished_at: null, exchanges_open: saves.length + 1 });
  const { looks, at } = await watched.over;
  expect(at - saidAt).toBeLessThan(OUT_WITHIN_MS);
  counters.count("looks before somebody was out", looks);
  counters.count(`left by ${way.name}`);

  expect(await told).toEqual(["SIGN_IN_REQUIRED", "SIGN_IN_REQUIRED"]);
  await expectRefusedAndWithdrawn(given, saves);
  await expectDone(given);
}

/** The integration dies, somebody leaves, and the integration comes back. */
async function leaveWhileDown(given: Case): Promise<void> {
  const { world, leaver, way, counters } = given;
  const [integration] = world.integrations;
  await integration?.kill();
  const [first = ""] = leaver.accounts.keys();
  expect((await leaver.sessions[0].disconnect(first)).status).toBe(200);

  await way.deactivate(leaver);
  await expectOut(world, leaver);
  const report = await readReport(world, leaver);
  const accounts = leaver.accounts.size;
  expect(report).toMatchObject({
    finished_at: null,
    totals: { accounts, open: accounts, withdrawn: 0, not_withdrawn: 0 },
  });
  const said = report.receipts.map(({ acknowledged, withdrawn }) => `${acknowledged.state}, ${withdrawn.state}`);
  expect(said).toEqual(Array(accounts).fill("waiting, unknown"));
  counters.count("left while the integration was down");

  await integration?.restart();
  await expectDone(given);
}

/** What the exchanges brought that were under way when somebody left. */
async function expectRefusedAndWithdrawn({ world, requests, counters }: Case, saves: readonly HeldConnect[]) {
  for (const { flow, ended } of saves) {
    await ended;
    await until(
      "a late save is refused",
      () => endOf(world, flow),
      (end) => end === "refused, exchange_failed",
    );
    const revocations = world.service.ledger.entries({ kind: "revocation", grantId: requests.grantOf(flow) ?? "none" });
    expect(revocations.map(({ detail }) => detail)).toContain("RefreshToken");
    counters.count("late saves refused and withdrawn");
  }
}

async function expectDone(given: Case): Promise<void> {
  const { world, requests, leaver } = given;
  for (const { flow, goOn } of leaver.open) {
    await goOn();
    expect(await endOf(world, flow)).toBe("burned, user_inactive");
    expect(requests.grantOf(flow), "no token request for a connect that was not claimed").toBeUndefined();
  }
  const report = await until(
    "the report is finished",
    () => readReport(world, leaver),
    ({ finished_at, exchanges_open }) => finished_at !== null && exchanges_open === 1,
    TOLD_AGAIN_WITHIN_MS,
  );
  expectTrueReport(world, report, given);
  await expectNothingLeft(given);
  expect(await readReport(world, leaver)).toEqual({ ...report, exchanges_open: 0 });
}

async function endOf({ db }: FaultWorld, flow: string): Promise<string> {
  const query = db.selectFrom("flows").select(["state", "reason"]).where("flow_id", "=", flow);
  const { state, reason } = await query.executeTakeFirstOrThrow();
  return `${state}, ${reason}`;
}

/** Lets access tokens expire all the time, so that whoever uses one has to renew it. */
function expireAgainAndAgain({ service }: FaultWorld): Disposable {
  const expiring = setInterval(() => service.expireAccessTokens(), EXPIRE_EVERY_MS);
  return { [Symbol.dispose]: () => clearInterval(expiring) };
}
