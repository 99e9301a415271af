/** What the service writes down about itself, so that a test can prove what did and did not happen. */
export type LedgerKind =
  | "consent"
  | "denied"
  | "token_request"
  | "token_refused"
  | "refresh"
  | "revocation"
  | "api_call"
  | "fault";

/** One line of the ledger. It never holds a token, a code or a secret. */
export interface LedgerEntry {
  /** ISO 8601. */
  at: string;
  kind: LedgerKind;
  clientId: string | null;
  /** The user name, for example `john.doe`; null when the request did not get far enough to know. */
  account: string | null;
  grantId: string | null;
  /** A few words: scopes, an error code, method and path. */
  detail: string;
}

/** Narrows `entries`; what is left out does not narrow. */
export type LedgerQuery = Partial<Pick<LedgerEntry, "kind" | "clientId" | "account" | "grantId">>;

/** How many lines stay in memory; the file keeps the same number when the service starts anew. */
export const LEDGER_LIMIT = 10_000;

export interface Ledger {
  /** Appends a line; the time is added here. */
  record(entry: Omit<LedgerEntry, "at">): void;
  /** The lines, oldest first. */
  entries(query?: LedgerQuery): LedgerEntry[];
}

/** What a ledger needs: the time, lines from an earlier run, and where new ones go besides memory. */
export interface LedgerDeps {
  clock: () => Date;
  earlier?: readonly LedgerEntry[];
  onEntry?: (entry: LedgerEntry) => void;
}

/** Creates a ledger that only grows at its end and forgets its oldest lines beyond the limit. */
export function createLedger({ clock, earlier = [], onEntry }: LedgerDeps): Ledger {
  const lines: LedgerEntry[] = earlier.slice(-LEDGER_LIMIT);
  return {
    record(entry) {
      const line = { at: clock().toISOString(), ...entry };
      lines.push(line);
      if (lines.length > LEDGER_LIMIT) lines.splice(0, lines.length - LEDGER_LIMIT);
      onEntry?.(line);
    },
    entries(query = {}) {
      return lines.filter((line) => matches(line, query)).map((line) => ({ ...line }));
    },
  };
}

function matches(line: LedgerEntry, query: LedgerQuery): boolean {
  return (
    (query.kind === undefined || line.kind === query.kind) &&
    (query.clientId === undefined || line.clientId === query.clientId) &&
    (query.account === undefined || line.account === query.account) &&
    (query.grantId === undefined || line.grantId === query.grantId)
  );
}
