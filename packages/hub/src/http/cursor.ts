import { Problem } from "@joinery/contract";
import { z } from "zod";

/** Where a list goes on: the last row's time and id. */
export interface Cursor {
  at: Date;
  id: string;
}

export const PAGE_SIZE = 50;

const cursorFacts = z.tuple([
  z.iso.datetime().refine((at) => new Date(at).getTime() >= 0, "must be a time we wrote"),
  z.uuid(),
]);

/** Reads the `before` of a list; undefined means from the beginning. */
export function readCursor(before: string | undefined): Cursor | undefined {
  if (before === undefined) return undefined;
  try {
    const [at, id] = cursorFacts.parse(JSON.parse(Buffer.from(before, "base64url").toString()));
    return { at: new Date(at), id };
  } catch {
    throw new Problem("BAD_REQUEST", { errors: [{ path: "before", message: "must be the next of an earlier page" }] });
  }
}

/** Makes a page of a list that was read with one row more than it shows. */
export function toPage<Row, View>(rows: Row[], cursorOf: (row: Row) => Cursor, show: (row: Row) => View) {
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  const next = rows.length > PAGE_SIZE && last !== undefined ? writeCursor(cursorOf(last)) : null;
  return { rows: shown.map(show), next };
}

function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString("base64url");
}
