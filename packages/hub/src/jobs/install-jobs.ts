import type { Db } from "pg-boss";
import { createBoss, QUEUES } from "./boss.ts";

/**
 * Installs the tables of the jobs, or brings them up to date, and makes the queues. Safe when several processes start
 * together: pg-boss takes a lock of its own.
 *
 * @param db has to take several statements at once, which a handle of kysely does not
 */
export async function installJobs(db: Db): Promise<void> {
  const boss = createBoss(db, () => undefined, { migrate: true });
  await boss.start();
  try {
    const there = new Set((await boss.getQueues()).map(({ name }) => name));
    for (const [name, options] of Object.entries(QUEUES)) {
      if (!there.has(name)) await boss.createQueue(name, options);
    }
  } finally {
    await boss.stop({ graceful: false, close: false });
  }
}
