import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { FaultRun } from "../world/fault-suite.ts";
import { type FaultWorld, startFaultWorld } from "../world/start-fault-world.ts";
import { createKiller } from "./create-killer.ts";
import { HUB_KILLS, INTEGRATION_KILLS, OTHER_KILLS } from "./kills.ts";
import { startMoments } from "./start-moments.ts";
import { stepOf } from "./steps.ts";

const HUBS = 2;
const INTEGRATIONS = 3;
/** How many connects come to their end before the next kill, at most: what is slow has just as many kills. */
const LONGEST_PEACE = { hubs: 4, integrations: 3, anybody: 12 };
/** A request that was handed to a hub is answered within about this. */
const LONGEST_IN_HAND_MS = 30;
const LONGEST_LOOK_MS = 200;

/**
 * Starts a world in which hubs and integrations are killed at all those moments until `stop`, and started again. Once it
 * `isLate`, what never happened goes before what did.
 */
export async function startCrashLoop(given: FaultRun, isLate: () => boolean) {
  const { random, counters } = given;
  await using stack = new AsyncDisposableStack();
  const moments = stack.use(await startMoments());
  const isShared = random.chance(0.5);
  if (isShared) counters.count("one spool for all");
  const world = stack.use(
    await startFaultWorld({
      hubs: HUBS,
      integrations: INTEGRATIONS,
      integrationMain: join(import.meta.dirname, "integration.ts"),
      integrationEnv: { CRASH_MOMENTS: moments.url, ...(isShared ? { JOINERY_SPOOL: "../spool" } : {}) },
    }),
  );
  const connects = () => counters.get("connects") + counters.get("broken connects");
  const hubs = createKiller(given, { connects, longestPeace: LONGEST_PEACE.hubs, isLate });
  const integrations = createKiller(given, { connects, longestPeace: LONGEST_PEACE.integrations, isLate });
  const hubAt = (port: number | undefined) => world.hubs.filter((hub) => hub.port() === port);
  const integrationAt = (port: number) => world.integrations.filter((one) => one.port === port);
  const soon = () => wait(random.between(0, LONGEST_IN_HAND_MS));

  /** Flows whose token answer was in the spool when the process died. */
  const spooled: string[] = [];
  moments.onReached(async ({ moment, port, flow }) => {
    const kill = INTEGRATION_KILLS[moment];
    if (kill === undefined) return "go on";
    // What the spool has kept comes up right after a start.
    const isRare = moment.endsWith("again");
    if (isRare) await integrations.calm();
    if (!integrations.strike(kill, integrationAt(port), { isRare })) return "go on";
    if (flow !== null) spooled.push(flow);
    return "wait";
  });
  world.service.aroundTokenRequests(async ({ headers }, carryOut) => {
    await carryOut();
    const victims = integrationAt(Number(headers["x-test-port"]));
    return integrations.strike(INTEGRATION_KILLS["during token"] ?? "", victims) ? "break" : "answer";
  });

  /** Which hub is about to tell the integration: account → port. */
  const telling = new Map<string, number>();
  world.front.watch(({ method, path, port }, moment) => {
    const step = stepOf(method, path);
    const account = path.split("/").at(-1) ?? "";
    if (step === "disconnect" && moment === "sent") {
      telling.set(account, port);
      hubs.strike(OTHER_KILLS.promised, hubAt(port), { when: () => untilPromised(world, account) });
    }
    const kill = HUB_KILLS[`${moment} ${step}`];
    if (kill === undefined) return undefined;
    // A report follows a crash of the integration, and there is one for every twenty connects: it can't wait for peace to end.
    const how = { when: moment === "sent" ? soon : undefined, isRare: step === "refuse" };
    const isStruck = hubs.strike(kill, hubAt(port), how);
    return isStruck && moment === "answered" ? "lose" : undefined;
  });
  world.integrationFront.watch(({ method, path }, moment) => {
    if (stepOf(method, path) !== "told" || moment !== "sent") return undefined;
    hubs.strike(OTHER_KILLS.telling, hubAt(telling.get(path.split("/").at(-1) ?? "")), { when: soon });
    return undefined;
  });

  let isOver = false;
  async function killAtAnyTime(): Promise<void> {
    while (!isOver) {
      const enough = connects() + random.between(1, LONGEST_PEACE.anybody);
      while (!isOver && connects() < enough) await wait(random.between(0, LONGEST_LOOK_MS));
      // Of all first: that everybody is well comes up more seldom than that one is.
      hubs.strike(OTHER_KILLS.allHubs, world.hubs);
      integrations.strike(OTHER_KILLS.allIntegrations, world.integrations);
      hubs.strike(OTHER_KILLS.anyHub, [random.pick(world.hubs)]);
      integrations.strike(OTHER_KILLS.anyIntegration, [random.pick(world.integrations)]);
    }
  }
  const killing = killAtAnyTime();
  /** Kills nobody any more; resolves when everybody runs. */
  async function stop(): Promise<void> {
    isOver = true;
    await Promise.all([killing, hubs.stop(), integrations.stop()]);
  }
  // Who is started again must not be left behind.
  stack.defer(() => stop().catch(() => undefined));
  const started = stack.move();
  return { world, spooled, stop, [Symbol.asyncDispose]: () => started.disposeAsync() };
}

/** Resolves when the database knows that an account is being disconnected; gives up when nobody says so any more. */
async function untilPromised({ db }: FaultWorld, account: string): Promise<void> {
  for (let looks = 0; looks < 200; looks += 1) {
    const query = db.selectFrom("disconnects").select("requested_at").where("linked_account_id", "=", account);
    if ((await query.executeTakeFirst()) !== undefined) return;
  }
}
