/** One thing that happened. `fields` never holds a secret: known ones are blacked out before you see the entry. */
export interface LogEntry {
  /** How bad it is: `error` is for what somebody should look at. */
  level: "info" | "warn" | "error";
  /** What happened, in snake_case, for example `connect_refused`. */
  event: string;
  /** What is known of it, such as `request_id` and `code`. */
  fields: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** Receives what happens; the default writes one line of JSON for each entry. */
export type LogSink = (entry: LogEntry) => void;

/** Writes to the log. */
export type Log = (level: LogEntry["level"], event: string, fields?: LogEntry["fields"]) => void;

/** Shorter values are not treated as secrets: blacking them out would only garble the log. */
const SHORTEST_SECRET = 8;

/** Writes one line of JSON to the console for each entry. */
export const consoleSink: LogSink = ({ level, event, fields }) => {
  console[level](JSON.stringify({ level, event, ...fields }));
};

/** A log that blacks out the given secrets wherever they would appear; also those that join them later. */
export function createLog(sink: LogSink, secrets: Iterable<string | null | undefined>): Log {
  const clean = (text: string): string => {
    for (const secret of secrets) {
      if (secret && secret.length >= SHORTEST_SECRET) text = text.replaceAll(secret, "[secret]");
    }
    return text;
  };
  return (level, event, fields = {}) => {
    const cleaned = Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" ? clean(value) : value,
    ]);
    sink({ level, event, fields: Object.fromEntries(cleaned) });
  };
}

/** A log that says more with every entry. */
export function within(log: Log, always: LogEntry["fields"]): Log {
  return (level, event, fields) => log(level, event, { ...always, ...fields });
}

/** Error codes of OAuth that may be repeated; anything else from outside could be anything (RFC 6749, 6750, 7009). */
const OAUTH_ERRORS = [
  "access_denied",
  "insufficient_scope",
  "invalid_client",
  "invalid_grant",
  "invalid_request",
  "invalid_scope",
  "invalid_token",
  "server_error",
  "temporarily_unavailable",
  "unauthorized_client",
  "unsupported_grant_type",
  "unsupported_token_type",
];

/**
 * Describes an error by its names and codes, cause after cause, and never by its message: messages of others quote
 * URLs, bodies and tokens.
 */
export function describeError(error: unknown): string | undefined {
  const parts: string[] = [];
  for (let current = error; current instanceof Error && parts.length < 5; current = current.cause) {
    const { code, error: oauthError } = current as Error & { code?: unknown; error?: unknown };
    const isCode = typeof code === "string" && /^[A-Z][A-Z0-9_]{1,63}$/.test(code);
    const known = OAUTH_ERRORS.find((name) => name === oauthError);
    parts.push([current.name, isCode ? code : undefined, known].filter(Boolean).join(" "));
  }
  return parts.length > 0 ? parts.join(" < ") : undefined;
}
