import { setTimeout as pause } from "node:timers/promises";
import type { JobWithMetadata } from "pg-boss";
import { describeError } from "../log.ts";
import type { Db } from "../store/tables.ts";
import { JOB_NAMES } from "./boss.ts";
import { attemptOf, type Doing, runJob } from "./run-job.ts";
import { forgetFailed, listLost, makeDue } from "./store.ts";

/** Does due work until it is stopped. */
export interface Worker {
  /** Takes nothing new and waits for what runs; what takes too long goes back, for another process. */
  stop(): Promise<void>;
}

/** An idle hub asks so often for each kind of work, which costs the database less than a millisecond. */
const POLL_MS = 1_000;
/** So much of one kind at a time. */
const AT_ONCE = 20;
const SIGN_OF_LIFE_MS = 1_000;
/**
 * Without a sign of life for so long, work counts as lost with its process. Together with the two rhythms it is back within
 * ten seconds; pg-boss's own heartbeat takes ten at least before it looks.
 */
const LOST_AFTER_SECONDS = 5;
const LOOK_FOR_LOST_MS = 2_000;
const FORGET_FAILED_MS = 10 * 60_000;
/** As long as an integration may take to answer. */
const GRACE_MS = 10_000;

/** Starts a worker: every process of the hub has one, and they share the work. */
export function startWorker({ db, ...doing }: Doing & { db: Db }): Worker {
  const { boss, log } = doing;
  const stopping = new AbortController();
  const running = new Map<JobWithMetadata<object>, Promise<void>>();

  function start(job: JobWithMetadata<object>): void {
    running.set(
      job,
      runJob(doing, job).finally(() => running.delete(job)),
    );
  }
  const runningOf = (name: string) => [...running].filter(([job]) => job.name === name);

  /** Takes due work of one kind as long as there is some and room for it. */
  async function takeWork(name: string): Promise<void> {
    const busy = runningOf(name);
    if (busy.length >= AT_ONCE) return void (await Promise.race(busy.map(([, ending]) => ending)));
    const options = { batchSize: AT_ONCE - busy.length, includeMetadata: true } as const;
    const jobs = await boss.fetch<object>(name, options);
    for (const job of jobs as JobWithMetadata<object>[]) start(job);
    if (jobs.length === 0) await pause(POLL_MS, undefined, { signal: stopping.signal });
  }

  /** Does something again and again; what goes wrong is tried again after a while. */
  async function keepDoing(turn: () => Promise<void>): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log("warn", "jobs.trouble", describeError(error));
        await pause(POLL_MS);
      }
    }
  }

  async function showLife(): Promise<void> {
    for (const name of JOB_NAMES) {
      const attempts = runningOf(name).map(([job]) => attemptOf(job));
      if (attempts.length > 0) await boss.touch(name, attempts);
    }
  }

  async function takeUpLost(): Promise<void> {
    for (const lost of await listLost(db, LOST_AFTER_SECONDS)) {
      log("info", "job.lost", { job: lost.name });
      await giveBack(lost.name, lost, "WorkerLost");
    }
  }

  async function giveBack(name: string, attempt: { id: string; retryCount: number }, reason: string): Promise<void> {
    await boss.fail(name, attempt, { error: reason });
    await makeDue(db, attempt.id);
  }

  const every = (ms: number, turn: () => Promise<void>) =>
    setInterval(() => turn().catch((error) => log("warn", "jobs.trouble", describeError(error))), ms).unref();
  const timers = [
    every(SIGN_OF_LIFE_MS, showLife),
    every(LOOK_FOR_LOST_MS, takeUpLost),
    every(FORGET_FAILED_MS, () => forgetFailed(db)),
  ];
  const loops = JOB_NAMES.map((name) => keepDoing(() => takeWork(name)));

  return {
    async stop() {
      stopping.abort();
      const ended = Promise.all([...loops, ...running.values()]);
      const grace = new AbortController();
      await Promise.race([ended, pause(GRACE_MS, undefined, { signal: grace.signal }).catch(() => undefined)]);
      grace.abort();
      for (const timer of timers) clearInterval(timer);
      for (const job of running.keys()) {
        await giveBack(job.name, attemptOf(job), "HubStopped").catch(() => undefined);
      }
    },
  };
}
