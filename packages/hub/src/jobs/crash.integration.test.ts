import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import { openTestDatabase, testEngine } from "../testing/database.ts";
import { createJobs } from "./create-jobs.ts";

const BACK_WITHIN_MS = 10_000;
const WORKER = fileURLToPath(new URL("crashing-worker.process.ts", import.meta.url));

// PGlite is in one process: another one can't be killed in the middle of its work.
test.skipIf(testEngine() === "pglite")(
  "work of a process that is killed is taken up by another within ten seconds",
  { timeout: 60_000 },
  async () => {
    const database = await openTestDatabase();
    const jobs = await createJobs({ db: database.db, log: () => undefined });
    onTestFinished(async () => {
      await jobs.close();
      await database[Symbol.asyncDispose]();
    });
    const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(database.db);
    const url = new URL(process.env.JOINERY_TEST_DATABASE_URL ?? "");
    url.pathname = `/${rows[0]?.name}`;
    await database.db
      .transaction()
      .execute((tx) => jobs.send(tx, "event.deliver", { organisationId: "o-1", deliveryId: "d-1" }));

    const other = spawn(process.execPath, [WORKER, url.href], { stdio: ["ignore", "pipe", "inherit"] });
    onTestFinished(() => void other.kill("SIGKILL"));
    await once(other.stdout, "data");
    const done: string[] = [];
    const note = async (data: object) => void done.push(JSON.stringify(data));
    jobs.work({ "disconnect.attempt": note, "event.deliver": note, "notice.mail": note });
    // It is alive: nobody takes its work, however long it takes.
    await expect(vi.waitFor(() => expect(done).not.toEqual([]), { timeout: 8_000 })).rejects.toThrow();

    const killed = performance.now();
    other.kill("SIGKILL");
    await vi.waitFor(() => expect(done).toEqual(['{"deliveryId":"d-1","organisationId":"o-1"}']), { timeout: 20_000 });
    expect(performance.now() - killed).toBeLessThan(BACK_WITHIN_MS);
  },
);

test.skipIf(testEngine() === "pglite")("processes that start together install the jobs once", async () => {
  await using database = await openTestDatabase();
  await sql`drop schema joinery_jobs cascade`.execute(database.db);
  await Promise.all([database.migrate(), database.migrate(), database.migrate(), database.migrate()]);
  const { rows } = await sql<{ name: string }>`select name from joinery_jobs.queue order by name`.execute(database.db);
  expect(rows.map(({ name }) => name)).toEqual(["dead", "disconnect.attempt", "event.deliver", "notice.mail"]);
});
