import { resolve } from "node:path";
import { StartRefusal } from "./refusal.ts";

/** What `npm start` can be told. */
export interface StartSettings {
  /** The hub's port; integrations and the external service take the three that follow. */
  port: number;
  /** Where everything is kept between starts. */
  folder: string;
  /** A PostgreSQL server instead of the embedded database. */
  databaseUrl: string | undefined;
  /** Throw away what an earlier start has kept. */
  fresh: boolean;
}

const LAST_PORT = 65_535 - 3;

/** Reads the settings; all faults in one refusal, never a value. */
export function readSettings(env: NodeJS.ProcessEnv, args: readonly string[]): StartSettings {
  const faults: string[] = [];
  const port = Number(env.JOINERY_PORT ?? 4000);
  if (!Number.isInteger(port) || port < 1024 || port > LAST_PORT) {
    faults.push(`JOINERY_PORT must be a number from 1024 to ${LAST_PORT}.`);
  }
  const databaseUrl = env.JOINERY_DATABASE_URL;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    faults.push("JOINERY_DATABASE_URL must begin with postgres://.");
  }
  if (args.some((argument) => argument !== "--fresh"))
    faults.push("The only option is --fresh, as in: npm start -- --fresh");
  if (faults.length > 0) throw new StartRefusal(faults.join("\n"));
  return { port, folder: resolve(env.JOINERY_DATA ?? ".joinery"), databaseUrl, fresh: args.includes("--fresh") };
}
