import { PGlite } from "@electric-sql/pglite";
import { type OpenDatabase, openDatabase } from "@joinery/hub";

/** Databases in memory that no hub uses at the moment: starting one takes a second, emptying one takes nothing. */
const idle: PGlite[] = [];
let schemas = 0;

/** Opens an empty database for one hub. Hubs at the same time have a database each, because an embedded one has one session. */
export async function takeDatabase(): Promise<OpenDatabase> {
  const instance = idle.pop() ?? (await PGlite.create());
  schemas += 1;
  const schema = `hub_${schemas}`;
  await instance.exec(`create schema ${schema}; set search_path to ${schema}`);
  const database = await openDatabase({ engine: "pglite", instance, schema });
  return {
    ...database,
    async close() {
      await database.close();
      await instance.exec(`drop schema ${schema} cascade`);
      idle.push(instance);
    },
  };
}
