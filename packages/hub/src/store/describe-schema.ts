import { type RawBuilder, sql } from "kysely";
import type { Db } from "./tables.ts";

/** What the catalogue of a database says of one column, constraint or index. */
interface Part {
  table: string;
  text: string;
}

const HERE = sql`current_schema()::regnamespace`;

const COLUMNS = sql<Part>`
  select quote_ident(relname) as table, concat_ws(' ',
    quote_ident(attname), format_type(atttypid, atttypmod),
    'default ' || pg_get_expr(adbin, adrelid), case when attnotnull then 'not null' end) as text
  from pg_class join pg_attribute on attrelid = pg_class.oid
  left join pg_attrdef on adrelid = pg_class.oid and adnum = attnum
  where relnamespace = ${HERE} and relkind = 'r' and attnum > 0 and not attisdropped
  order by relname collate "C", attnum`;

/** Keys first, then checks, then what refers to other tables. */
const CONSTRAINTS = sql<Part>`
  select quote_ident(relname) as table, quote_ident(conname) || ' ' || pg_get_constraintdef(pg_constraint.oid, true) as text
  from pg_constraint join pg_class on conrelid = pg_class.oid
  where relnamespace = ${HERE} and contype in ('p', 'u', 'c', 'f')
  order by position(contype::text in 'pucf'), relname collate "C", conname collate "C"`;

const INDEXES = sql<Part>`
  select quote_ident(of_table.relname) as table, pg_get_indexdef(indexrelid, 0, true) as text
  from pg_index join pg_class as of_table on indrelid = of_table.oid join pg_class as itself on indexrelid = itself.oid
  where of_table.relnamespace = ${HERE}
    and not exists (select from pg_constraint where conindid = indexrelid and conrelid = indrelid)
  order by of_table.relname collate "C", itself.relname collate "C"`;

/** Kinds of things that the text below could not show. */
const OTHERS = sql<Part>`
  select relname as table, relkind::text as text from pg_class where relnamespace = ${HERE} and relkind not in ('r', 'i')
  union all select proname, 'function' from pg_proc where pronamespace = ${HERE}
  union all select typname, 'type' from pg_type where typnamespace = ${HERE} and typtype in ('e', 'd')
  union all select tgname, 'trigger' from pg_trigger join pg_class on tgrelid = pg_class.oid
    where relnamespace = ${HERE} and not tgisinternal`;

/**
 * Writes down the schema of a database as SQL that makes the same, in an order that depends on nothing but the schema. The
 * steps that led to it are noted as taken, so a database made from the text is up to date.
 */
export async function describeSchema(db: Db): Promise<string> {
  const ask = async (query: RawBuilder<Part>) => (await query.execute(db)).rows;
  const [other] = await ask(OTHERS);
  if (other !== undefined)
    throw new Error(`${other.table} (${other.text}) is more than tables and indexes: show it, too.`);
  const tables = [...Map.groupBy(await ask(COLUMNS), ({ table }) => table)].map(
    ([table, columns]) => `create table ${table} (\n${columns.map(({ text }) => `  ${text}`).join(",\n")}\n);`,
  );
  const constraints = (await ask(CONSTRAINTS)).map(({ table, text }) => `alter table ${table} add constraint ${text};`);
  const indexes = (await ask(INDEXES)).map(({ text }) => `${text};`);
  const { rows: taken } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(db);
  const steps = taken.map(({ name }) => `insert into schema_migrations values ('${name}', 'from schema.sql');`);
  return `${[tables.join("\n\n"), constraints.join("\n"), indexes.join("\n"), steps.join("\n")].join("\n\n")}\n`;
}
