import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "../packages/hub/src/store/database.ts";
import { describeSchema } from "../packages/hub/src/store/describe-schema.ts";
import { ROOT } from "./root.ts";

/** The committed schema of the hub's database, for reading; what the migrations make is held against it by a test. */
export const SCHEMA_FILE = join(ROOT, "packages/hub/src/store/schema.sql");

const HEADING = `-- What all migrations make of an empty database: for reading, and for whoever wants to make the tables themselves.
-- Written by \`npm run generate\`; the hub's own way is \`joinery hub migrate\`. The jobs have a schema of their own,
-- joinery_jobs, which pg-boss makes.
`;

/** Writes the schema that the migrations make now. */
export async function writeSchemaFile(): Promise<void> {
  const database = await openDatabase({ engine: "pglite" });
  try {
    writeFileSync(SCHEMA_FILE, `${HEADING}\n${await describeSchema(database.db)}`);
  } finally {
    await database.close();
  }
}
