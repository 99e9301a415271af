import type { Config, Log } from "@joinery/hub";
import type { Output } from "../terminal/session.ts";

const LEVELS = ["info", "warn", "error"] as const;

/** Writes the hub's log as lines of JSON, from one level on. */
export function createHubLog(stderr: Output, least: Config["logLevel"], clock: () => Date): Log {
  return (level, event, fields = {}) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return;
    stderr.write(`${JSON.stringify({ at: clock().toISOString(), level, event, ...fields })}\n`);
  };
}
