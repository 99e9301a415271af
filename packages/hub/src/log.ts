/** What a log line may hold beside its event: facts that are never secret. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

/** Writes one line of log. */
export type Log = (level: "info" | "warn" | "error", event: string, fields?: LogFields) => void;

/** Logs as JSON lines on stderr. */
export const logToStderr: Log = (level, event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`);
};

/**
 * Describes a foreign error without its message: messages of databases, parsers and HTTP clients quote values.
 * The frames of the stack say where it happened.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  return { error: error.name, code, stack: frames.slice(0, 12).join(" ") };
}
