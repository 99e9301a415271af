import type { Seen } from "../seen.ts";

/** A rule that is looked at whenever an exchange shows whether it holds. */
export interface PassiveCheck {
  /** Of the conformance check that asks the same on purpose, or `rule.<name>` when there is none. */
  id: string;
  /** What must hold. */
  sentence: string;
  /** Page that explains it, relative to the workshop's address. */
  page: string;
  appliesTo(seen: Seen): boolean;
  /** Null when it holds; otherwise what was seen instead, without received text. */
  judge(seen: Seen): string | null;
}

/** Whether the request is one of the hub's to the integration. */
export function isFromHub({ from, to }: Seen): boolean {
  return from === "hub" && to === "integration";
}

/** Whether an answer came with a status of success. */
export function isSuccess({ response }: Seen): boolean {
  return response !== null && response.status >= 200 && response.status <= 299;
}

/** Says how an exchange ended, in words. */
export function outcomeOf({ response }: Seen): string {
  return response === null ? "no answer" : `status ${response.status}`;
}
