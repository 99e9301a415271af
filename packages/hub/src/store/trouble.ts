/**
 * What a failure of the database means for whoever waits.
 *
 * - `conflict`: the database has undone the work and asks to try again.
 * - `lost`: no connection, or a connection that can't be used any more. What was under way may have been done or not.
 * - `read_only`: nothing was done; the server is a standby, or a primary that was demoted.
 */
export type Trouble = "conflict" | "lost" | "read_only";

/** PostgreSQL, appendix A: serialization_failure and deadlock_detected. */
const CONFLICTS = new Set(["40001", "40P01"]);
/** read_only_sql_transaction. */
const READ_ONLY = "25006";
/** operator_intervention (server shuts down, crashed, starts up, has waited too long), connection_exception, too_many_connections. */
const LOST_STATES = /^(?:57P0[1-35]|08...|53300|25P03)$/;
/** What the system says of sockets and names. */
const LOST_CODES = /^(?:ECONN|EPIPE$|ETIMEDOUT$|EHOST|ENET|ENOTFOUND$|EAI_AGAIN$)/;
/** `pg` and its pool say these without a code. */
const LOST_MESSAGES =
  /^(?:Connection terminated|Client (?:has encountered a connection error|was closed)|timeout expired|timeout exceeded when trying to connect|Query read timeout)/;

/** Reads what kind of trouble an error is; `undefined` when trying again would not help. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (CONFLICTS.has(code)) return "conflict";
  if (code === READ_ONLY) return "read_only";
  if (LOST_STATES.test(code) || LOST_CODES.test(code) || LOST_MESSAGES.test(error.message)) return "lost";
  return undefined;
}

/** A connection that can't be trusted: what it was asked last may still be under way, or the server has closed it. */
export class ConnectionDiscarded extends Error {
  override readonly name = "ConnectionDiscarded";
  readonly code = "08003";
}

/** The server behind a new connection follows another one: what it shows may be old. */
export class StandbyAnswered extends Error {
  override readonly name = "StandbyAnswered";
  readonly code = "08004";
}
