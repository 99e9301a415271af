import { type OpenDatabase, SchemaIsNewer } from "@joinery/hub";
import { couldNotRun, type Refusal } from "../refusal.ts";

/** Does something with the database; what stands in its way is told in a sentence, without a word of the database's own. */
export async function withSentences<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
}

/** Brings the schema up to date; answers the steps that were taken. */
export function migrateDatabase(database: OpenDatabase): Promise<readonly string[]> {
  return withSentences(() => database.migrate());
}

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof SchemaIsNewer) {
    return couldNotRun(
      "The database was migrated by a newer hub than this one.",
      "Install that version, or a later one.",
    );
  }
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^28/.test(code)) {
    return couldNotRun("The database refuses the user or the password.", "Look at JOINERY_DATABASE_URL.");
  }
  if (code === "3D000") {
    return couldNotRun("There is no such database on the server.", "Create it, or look at JOINERY_DATABASE_URL.");
  }
  if (code === "42501") {
    return couldNotRun("The database's user may not change the schema.", "Let it own the database or its schema.");
  }
  if (/^(?:ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EHOST|UNAVAILABLE|08|57P0)/.test(code)) {
    return couldNotRun("The database does not answer.", "Look at JOINERY_DATABASE_URL, and whether the server runs.");
  }
  return undefined;
}
