import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { migrateDatabase } from "./migrate-database.ts";
import { openHubDatabase } from "./open-hub-database.ts";
import { readSettings } from "./read-settings.ts";

/** Brings the database up to date and says what was done. */
export async function migrate({ session }: CommandInput): Promise<ExitCode> {
  const config = readSettings(session);
  if (config === undefined) return EXIT.foundWrong;
  const database = openHubDatabase(config);
  try {
    const steps = await migrateDatabase(database);
    const text = steps.length === 0 ? "The schema was up to date." : steps.map((step) => `took ${step}`).join("\n");
    session.result({ steps }, text);
    return EXIT.ok;
  } finally {
    await database.close();
  }
}
