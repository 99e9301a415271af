import { setTimeout as wait } from "node:timers/promises";
import type { FlowStatus } from "@joinery/contract";
import type { Counters } from "./counters.ts";
import type { FaultPerson, WalkedConnect } from "./person.ts";
import { until } from "./until.ts";

/** What a page shows of a connect that has come to its last page is true within this time. */
const OUTCOME_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 200;
const PRESS_AGAIN_AFTER_MS = 200;

/** What people do all day, as long as it goes on; `await using` ends it. */
export interface Traffic extends AsyncDisposable {
  /** How many connects are under way at this moment. */
  flowsUnderWay(): number;
  /** Resolves when at least one is. */
  untilUnderWay(): Promise<unknown>;
  /** Connects that linked nothing, in order. */
  failed(): readonly WalkedConnect[];
  /** What people were told and rely on: flows that have linked an account, and accounts that are disconnected. */
  told(): { linked: readonly string[]; disconnected: readonly string[] };
  /** Resolves when so many more connects have ended. */
  untilMoreConnects(count: number): Promise<void>;
  /** Lets everybody finish what they are doing. */
  stop(): Promise<void>;
}

/**
 * Lets people connect, file a ticket and disconnect, again and again, each one thing after the other. Counts `connects`,
 * `failed connects`, `tickets` and `disconnects`. Who presses Connect while the hub still removes the link before is told to
 * wait (contract 2.5): no flow has begun, so none has failed.
 */
export function startTraffic(people: readonly FaultPerson[], counters: Counters): Traffic {
  let isStopping = false;
  let underWay = 0;
  let ended = 0;
  let tickets = 0;
  const failed: WalkedConnect[] = [];
  const linked: string[] = [];
  const disconnected: string[] = [];
  const waiting: { at: number; resolve: () => void }[] = [];

  async function connect(person: FaultPerson): Promise<boolean> {
    underWay += 1;
    const walked = await person.connect();
    const isLinked = walked.isDone && (await isCompleted(person, walked.flow));
    underWay -= 1;
    if (walked.endedAt.endsWith("DISCONNECT_IN_PROGRESS")) {
      counters.count("waits for a removal");
      return false;
    }
    ended += 1;
    counters.count(isLinked ? "connects" : "failed connects");
    if (isLinked) linked.push(walked.flow ?? "");
    else failed.push(walked);
    for (const one of waiting) if (ended >= one.at) one.resolve();
    return isLinked;
  }

  /** Presses Disconnect as long as the page shows an account, as somebody does who got no answer. */
  async function disconnectAll(person: FaultPerson): Promise<void> {
    for (let accounts = await person.accounts(); accounts.length > 0; accounts = await person.accounts()) {
      const [account = ""] = accounts;
      const { status } = await person.disconnect(account);
      const isAcknowledged = status >= 200 && status < 300;
      counters.count(isAcknowledged ? "disconnects" : `disconnects answered ${status}`);
      if (isAcknowledged) disconnected.push(account);
    }
  }

  async function live(person: FaultPerson): Promise<void> {
    while (!isStopping) {
      if (!(await connect(person))) {
        await wait(PRESS_AGAIN_AFTER_MS);
        continue;
      }
      tickets += 1;
      const filed = await person.act("/tickets", { title: `Ticket ${tickets}` });
      if (filed.status === 200) counters.count("tickets");
      await disconnectAll(person);
    }
  }

  const lives = people.map(live);
  async function stop(): Promise<void> {
    isStopping = true;
    await Promise.all(lives);
  }
  return {
    flowsUnderWay: () => underWay,
    untilUnderWay: () =>
      until(
        "somebody connects",
        async () => underWay,
        (flows) => flows > 0,
      ),
    failed: () => failed,
    told: () => ({ linked, disconnected }),
    untilMoreConnects: (count) => new Promise((resolve) => waiting.push({ at: ended + count, resolve })),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

/** The last page is the same for every outcome: the hub is asked, as that page does, until it knows. */
async function isCompleted(person: FaultPerson, flow: string | undefined): Promise<boolean> {
  const until = performance.now() + OUTCOME_WITHIN_MS;
  while (performance.now() < until) {
    const { status, data } = await person.ask<FlowStatus>("GET", `/connect/${flow}`);
    if (status === 200 && data.state !== "claimed") return data.state === "completed";
    await wait(LOOK_EVERY_MS);
  }
  return false;
}
