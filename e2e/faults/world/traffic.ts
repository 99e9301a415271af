import type { Counters } from "./counters.ts";
import type { FaultPerson, WalkedConnect } from "./person.ts";

/** What people do all day, as long as it goes on. */
export interface Traffic {
  /** How many connects are under way at this moment. */
  flowsUnderWay(): number;
  /** Connects that did not reach their end, in order. */
  failed(): readonly WalkedConnect[];
  /** Resolves when so many more connects have ended. */
  untilMoreConnects(count: number): Promise<void>;
  /** Lets everybody finish what they are doing. */
  stop(): Promise<void>;
}

/**
 * Lets people connect, file a ticket and disconnect, again and again, each one thing after the other. Counts `connects`,
 * `failed connects`, `tickets` and `disconnects`.
 */
export function startTraffic(people: readonly FaultPerson[], counters: Counters): Traffic {
  let isStopping = false;
  let underWay = 0;
  let ended = 0;
  let tickets = 0;
  const failed: WalkedConnect[] = [];
  const waiting: { at: number; resolve: () => void }[] = [];

  async function connect(person: FaultPerson): Promise<boolean> {
    underWay += 1;
    const walked = await person.connect();
    underWay -= 1;
    ended += 1;
    counters.count(walked.isDone ? "connects" : "failed connects");
    if (!walked.isDone) failed.push(walked);
    for (const one of waiting) if (ended >= one.at) one.resolve();
    return walked.isDone;
  }

  /** Presses Disconnect as long as the page shows an account, as somebody does who got no answer. */
  async function disconnectAll(person: FaultPerson): Promise<void> {
    for (let accounts = await person.accounts(); accounts.length > 0; accounts = await person.accounts()) {
      const { status } = await person.disconnect(accounts[0] ?? "");
      counters.count(status >= 200 && status < 300 ? "disconnects" : `disconnects answered ${status}`);
    }
  }

  async function live(person: FaultPerson): Promise<void> {
    while (!isStopping) {
      if (!(await connect(person))) continue;
      tickets += 1;
      const filed = await person.act("/tickets", { title: `Ticket ${tickets}` });
      if (filed.status === 200) counters.count("tickets");
      await disconnectAll(person);
    }
  }

  const lives = people.map(live);
  return {
    flowsUnderWay: () => underWay,
    failed: () => failed,
    untilMoreConnects: (count) => new Promise((resolve) => waiting.push({ at: ended + count, resolve })),
    async stop() {
      isStopping = true;
      await Promise.all(lives);
    },
  };
}
