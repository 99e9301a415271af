import type { Caller, World } from "./world.ts";

/** One request; paths begin with a slash, a body travels as JSON. */
export interface Attempt {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** A cookie beside the sender's own. */
  cookie?: string;
  /** What the owner reads in the answer and no stranger may. */
  shows?: string[];
}

/**
 * What a stranger gets: status and code of a refusal ("404 FLOW_NOT_FOUND"), or "own": a success about the stranger's own
 * things that shows nothing of the owner's.
 */
export type Outcome = "own" | `${number} ${string}`;

/** Somebody who must not get what the owner gets from the identical request. */
export interface Stranger {
  as: Caller;
  expect: Outcome;
  /** Tells two strangers of one row apart. */
  about?: string;
  /** How this stranger bends the request: another path, an own id. Left out: identical. */
  bend?: (attempt: Attempt, world: World) => Attempt;
  /** Why something of the owner's may change all the same. */
  mayChange?: string;
}

/** A route, its owner and its strangers. */
export interface Row {
  /** As the hub mounts it. */
  route: string;
  /** Tells two rows of one route apart. */
  about?: string;
  owner: Caller;
  /** Makes the things that the request is about and answers the request: fresh ones when it changes them. */
  arrange(world: World): Promise<Attempt>;
  strangers: Stranger[];
  /** Puts back what the rows after this one rely on. */
  tidy?(world: World): Promise<void>;
  /** The hub's own pages only: the owner's cookie from anywhere else is refused. */
  ownPage?: true;
  /** Nothing of the twin's changes by what the owner does. */
  leavesTwin?: true;
  /** The twin of the owner asks for the twin of the thing: whatever becomes of that, nothing of the owner's changes. */
  namesake?: Caller;
}

/** The row's name in reports and in the list of ownership clauses. */
export function nameOf(row: Pick<Row, "route" | "about">): string {
  return row.about === undefined ? row.route : `${row.route}, ${row.about}`;
}
