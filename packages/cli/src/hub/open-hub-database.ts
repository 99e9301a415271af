import { type Config, connectDatabase, type OpenDatabase } from "@joinery/hub";
import { StartRefusal, takeDataFolder } from "@joinery/workshop";
import { couldNotRun } from "../refusal.ts";

/**
 * Opens the database that the settings name, as it is. An embedded one is taken for this process alone: it has no lock of
 * its own, and two processes would spoil it.
 */
export function openHubDatabase({ database, dataFolder }: Config): OpenDatabase {
  if (database.engine === "postgres") return connectDatabase(database);
  const folder = takeFolder(dataFolder);
  const open = connectDatabase(database);
  return {
    ...open,
    async close() {
      await open.close();
      folder.release();
    },
  };
}

function takeFolder(path: string) {
  try {
    return takeDataFolder(path, { fresh: false });
  } catch (error) {
    if (!(error instanceof StartRefusal)) throw error;
    throw couldNotRun(
      "A hub runs on this data already, or its folder can't be written to.",
      "Stop the other one, or set JOINERY_DATA (and JOINERY_LISTEN) for a second one.",
    );
  }
}
