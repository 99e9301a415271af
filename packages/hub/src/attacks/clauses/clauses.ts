import { ACCOUNT_CLAUSES } from "./account-clauses.ts";
import { CONNECT_CLAUSES } from "./connect-clauses.ts";
import { DIRECTORY_CLAUSES } from "./directory-clauses.ts";
import { DISCONNECT_CLAUSES } from "./disconnect-clauses.ts";
import { EVENT_CLAUSES } from "./event-clauses.ts";
import { INTEGRATION_CLAUSES } from "./integration-clauses.ts";

/** The ownership clauses of some stores, each by the name that stands behind it. */
export interface Clauses {
  /**
   * The rows of the table that fail without a clause. A row that fails because the clause's statement feeds it counts as
   * well: it would show the same leak.
   */
  guardedBy: Record<string, string[]>;
  /** Clauses that requests pass and that another check comes before, and which one; without them no row fails, and they stay all the same. */
  inDepth: Record<string, string>;
  /** Clauses that no request of the table passes, and why they can't leak. */
  outOfReach: Record<string, string>;
}

const ALL = [
  ACCOUNT_CLAUSES,
  CONNECT_CLAUSES,
  DIRECTORY_CLAUSES,
  DISCONNECT_CLAUSES,
  EVENT_CLAUSES,
  INTEGRATION_CLAUSES,
];

export const GUARDED_BY = Object.fromEntries(ALL.flatMap(({ guardedBy }) => Object.entries(guardedBy)));
export const IN_DEPTH = Object.fromEntries(ALL.flatMap(({ inDepth }) => Object.entries(inDepth)));
export const OUT_OF_REACH = Object.fromEntries(ALL.flatMap(({ outOfReach }) => Object.entries(outOfReach)));

/** Clauses without which two organisations can't even be set up beside each other. */
export const NEEDED_TO_SET_UP = ["data key of the organisation"];
