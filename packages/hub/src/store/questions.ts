import { sql } from "kysely";

/**
 * A table of questions, one row for each, to be joined with what answers them: named `asked`, with the columns given and
 * `position`, which counts from 1.
 */
export function questionsTable<Name extends string>(
  questions: readonly Readonly<Record<Name, string>>[],
  names: readonly Name[],
) {
  const columns = sql.join(names.map((name) => sql`${questions.map((question) => question[name])}::text[]`));
  const list = sql.join([...names, "position"].map((name) => sql.ref(name)));
  return sql<Record<Name, string> & { position: string | number }>`unnest(${columns}) with ordinality`.as<"asked">(
    sql`asked(${list})`,
  );
}

/** Puts rows in the order of their questions; `undefined` where a question has no row. */
export function inOrder<Row extends { position: string | number }>(
  rows: readonly Row[],
  count: number,
): (Omit<Row, "position"> | undefined)[] {
  const answers = new Array<Omit<Row, "position"> | undefined>(count).fill(undefined);
  for (const { position, ...row } of rows) answers[Number(position) - 1] = row;
  return answers;
}
