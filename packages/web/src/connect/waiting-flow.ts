import { isRecord } from "../api/refusal.ts";
import type { WaitingFlow } from "./connect-state.ts";

/**
 * Remembers, for this tab, which flow a page waits for, so that a reload or the back button finds it again.
 * `subject` is what is being connected: a service id, or the account that is repaired.
 */
export function rememberWaitingFlow(storage: Storage, subject: string, waiting: WaitingFlow): void {
  storage.setItem(keyOf(subject), JSON.stringify(waiting));
}

export function forgetWaitingFlow(storage: Storage, subject: string): void {
  storage.removeItem(keyOf(subject));
}

/** Resolves to `undefined` when nothing waits, or when what was kept can't be read. */
export function findWaitingFlow(storage: Storage, subject: string): WaitingFlow | undefined {
  const kept = storage.getItem(keyOf(subject));
  if (kept === null) return undefined;
  try {
    const value: unknown = JSON.parse(kept);
    if (!isRecord(value) || typeof value.flow !== "string" || typeof value.authorizationUrl !== "string")
      return undefined;
    if (!isOpenable(value.authorizationUrl)) return undefined;
    return { flow: value.flow, authorizationUrl: value.authorizationUrl };
  } catch {
    return undefined;
  }
}

/** Only web addresses are ever opened; the hub has checked this before, and a link must not become a script. */
export function isOpenable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol } = new URL(url);
  return protocol === "https:" || protocol === "http:";
}

function keyOf(subject: string): string {
  return `joinery.waiting.${subject}`;
}
