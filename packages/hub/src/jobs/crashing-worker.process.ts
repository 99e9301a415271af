import { setTimeout as pause } from "node:timers/promises";
import { connectDatabase } from "../store/database.ts";
import { createJobs } from "./create-jobs.ts";

/** A worker that takes work, says so, and never ends it: a test kills it in the middle. */
const url = process.argv[2] ?? "";
const { db } = connectDatabase({ engine: "postgres", url });
const jobs = await createJobs({ db, log: () => undefined });
const stuck = async () => {
  process.stdout.write("taken\n");
  await pause(60_000);
};
jobs.work({ "disconnect.attempt": stuck, "event.deliver": stuck, "notice.mail": stuck });
