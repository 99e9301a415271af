import type { WorkshopConnectOutcome } from "@joinery/contract/workshop";

/** What only a developer should read: stack traces of the usual languages, and answers meant for programs. */
const DUMPS = [
  /\bat (async |new )?[\w.<>$ ]{0,80}\(?(file:|node:|[\w./\\-]+\.[cm]?[jt]sx?:)[^\s)]*:\d+/,
  /Traceback \(most recent call last\)/,
  /goroutine \d+ \[/,
  /\bat [\w.$]+\([\w.]+\.java:\d+\)/,
  /(Fatal error|Stack trace|Warning|Notice): .* in \S+\.php/i,
  /^\s*[{[]\s*"/,
];

/**
 * What is wrong with the page that a connect ended on; undefined when a person can read it.
 *
 * @param hub origin of the hub: its own pages are not the integration's business
 */
export function pageFault(
  { reads, status, ended_at: endedAt }: WorkshopConnectOutcome,
  hub: string,
): string | undefined {
  if (URL.parse(endedAt)?.origin === URL.parse(hub)?.origin) return undefined;
  if (status === 0) return "no page: the connection broke off, or took too long";
  if (reads.trim() === "") return `an empty page with status ${status}`;
  if (DUMPS.some((dump) => dump.test(reads))) return `an error dump with status ${status}`;
  return undefined;
}
