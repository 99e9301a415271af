import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import { createSeal, type SealSettings } from "../seal.ts";
import { type UnfinishedEntry, unfinishedEntry } from "./entries.ts";
import { createMemorySpool } from "./memory-spool.ts";
import type { Spool, SpoolEntry } from "./spool.ts";

/** Nothing unfinished ends by itself; a seal needs some end, and ten years are out of sight. */
const SEALED_SECONDS = 10 * 365 * 24 * 60 * 60;
/** Milliseconds until something is tried again: twice as long each time. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 5 * 60_000;

/** Something unfinished that this process is at work on; until `leave` or `done` nobody else takes it up. */
export interface Kept<Entry extends UnfinishedEntry = UnfinishedEntry> {
  readonly name: string;
  readonly entry: Entry;
  /** Keeps another state of it instead; where the spool can't, the one before it stays there. */
  change<Next extends UnfinishedEntry>(next: Next): Promise<Kept<Next>>;
  /** It is finished. */
  done(): Promise<void>;
  /** It stays unfinished, and is tried again later; after `done` this changes nothing. */
  leave(): void;
}

/** What an integration has begun and not finished. */
export interface Backlog {
  /** Keeps something from now on; rejects when the spool can't. */
  begin<Entry extends UnfinishedEntry>(entry: Entry): Promise<Kept<Entry>>;
  /** The same, but when the spool can't, for as long as this process lives: what is granted already must not be dropped. */
  beginAnyway<Entry extends UnfinishedEntry>(entry: Entry): Promise<Kept<Entry>>;
  /** What nobody is at work on and is due to be tried again. */
  takeUp(): Promise<Kept[]>;
  /** How much is unfinished, with what is being worked on and what can't be opened. */
  count(): Promise<number>;
  /** Where to keep it, instead of in memory. */
  keepIn(spool: Spool): void;
}

/** Creates the backlog of one integration, in memory until it is told where to keep it. */
export function createBacklog(settings: SealSettings, log: Log): Backlog {
  const { clock } = settings;
  const seal = createSeal(settings, "joinery spool v1", unfinishedEntry);
  const atWork = new Set<string>();
  const pauses = createPauses(clock);
  const reported = new Set<string>();
  let spool = createMemorySpool();

  async function put<Entry extends UnfinishedEntry>(name: string, entry: Entry): Promise<Kept<Entry>> {
    await spool.put(name, await seal.seal(entry, SEALED_SECONDS));
    return handle(name, entry);
  }

  function handle<Entry extends UnfinishedEntry>(name: string, entry: Entry): Kept<Entry> {
    return {
      name,
      entry,
      change: async (next) => (await put(name, next).catch(logAs("spool_not_written"))) ?? handle(name, next),
      async done() {
        // What can't be removed is settled once more, which changes nothing.
        await spool.remove(name).catch(logAs("spool_entry_not_removed"));
        atWork.delete(name);
        pauses.forget(name);
      },
      leave() {
        if (atWork.delete(name)) pauses.lengthen(name);
      },
    };
  }

  async function open({ name, sealed }: SpoolEntry): Promise<Kept | undefined> {
    const opened = await seal.open(sealed);
    if (opened !== undefined) return handle(name, opened.value);
    if (!reported.has(name)) log("error", "spool_entry_not_opened", { entry: name });
    reported.add(name);
    return undefined;
  }

  const logAs = (event: string) => (cause: unknown) => {
    log("error", event, { cause: describeError(cause) });
    return undefined;
  };

  return {
    async begin(entry) {
      const name = crypto.randomUUID();
      atWork.add(name);
      return put(name, entry).catch((cause) => {
        atWork.delete(name);
        throw cause;
      });
    },
    async beginAnyway(entry) {
      const name = crypto.randomUUID();
      atWork.add(name);
      return (await put(name, entry).catch(logAs("spool_not_written"))) ?? handle(name, entry);
    },
    async takeUp() {
      // What was being worked on when the list was made may be finished by now.
      const busy = new Set(atWork);
      const entries = (await spool.list().catch(logAs("spool_not_read"))) ?? [];
      const due = entries.filter(({ name }) => !busy.has(name) && !atWork.has(name) && pauses.isOver(name));
      for (const { name } of due) atWork.add(name);
      const opened = await Promise.all(due.map(async (entry) => ({ entry, kept: await open(entry) })));
      for (const { entry, kept } of opened) if (kept === undefined) atWork.delete(entry.name);
      return opened.flatMap(({ kept }) => (kept === undefined ? [] : [kept]));
    },
    count: async () => (await spool.list().catch(logAs("spool_not_read")))?.length ?? 0,
    keepIn(other) {
      spool = other;
    },
  };
}

/** When each thing is tried again: a little later each time, in each process by itself. */
function createPauses(clock: Clock) {
  const pauses = new Map<string, { until: number; pause: number }>();
  return {
    isOver: (name: string) => (pauses.get(name)?.until ?? 0) <= clock.now().getTime(),
    lengthen(name: string) {
      const pause = Math.min((pauses.get(name)?.pause ?? FIRST_PAUSE / 2) * 2, LONGEST_PAUSE);
      pauses.set(name, { until: clock.now().getTime() + pause, pause });
    },
    forget: (name: string) => void pauses.delete(name),
  };
}
