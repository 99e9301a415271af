/**
 * Whether the hub answered the last request. Learnt from requests and not from `navigator.onLine`, which says "offline"
 * on a laptop without network although a hub on that laptop is well.
 */
let reachable = true;
const listeners = new Set<() => void>();

export function noteReachable(): void {
  change(true);
}

export function noteUnreachable(): void {
  change(false);
}

export function isReachable(): boolean {
  return reachable;
}

/** Tells a listener about every change; returns the way to stop. */
export function onReachabilityChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: boolean): void {
  if (reachable === next) return;
  reachable = next;
  for (const listener of listeners) listener();
}
