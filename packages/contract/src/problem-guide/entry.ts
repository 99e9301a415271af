/**
 * Who has to do something about a refusal. `caller` is whoever sent the request: a program with an API token, or a page;
 * `nobody`: the refusal is how it should be.
 */
export const FAULT_LIES_WITH = {
  caller: "the program that sent the request",
  integration: "the integration",
  administrator: "the administrator of the hub",
  person: "the person at the browser",
  "external service": "the external service",
  hub: "the hub",
  nobody: "nobody",
} as const;

export type FaultLiesWith = keyof typeof FAULT_LIES_WITH;

/** What there is to know about a refusal beyond its sentence. In all texts, backticks mark code. */
export interface ProblemGuideEntry {
  whose: FaultLiesWith;
  /** What has happened, and which of the parties says so. */
  when: string;
  /** What the one at fault does about it. */
  todo: string;
  /** Plain text of several lines: a request, an answer, a log line. Shown as it stands. */
  example?: string;
}
