/** Clocks differ and requests take time; a minute covers both. */
const MARGIN_SECONDS = 60;

/**
 * Decides when an access token should be renewed.
 *
 * We renew early because a token that dies in flight fails at the external service, where we cannot retry for the caller.
 * A short-lived token gives up a tenth of its life at most.
 *
 * @example
 * ```ts
 * import { refreshDueAt } from "@joinery/sdk";
 *
 * const due = refreshDueAt(new Date("2026-05-01T12:00:00Z"), new Date("2026-05-01T13:00:00Z")); // 12:59:00
 * ```
 *
 * @param issuedAt when the token was written, or any later moment: then it is renewed a little later, never too late
 * @param expiresAt from `expires_in`; `null` when the service did not say (RFC 6749, 5.1): then it is never due
 */
export function refreshDueAt(issuedAt: Date, expiresAt: Date | null): Date | null {
  if (expiresAt === null) return null;
  const lifetimeSeconds = Math.max(0, (expiresAt.getTime() - issuedAt.getTime()) / 1_000);
  const earlySeconds = Math.min(MARGIN_SECONDS, lifetimeSeconds / 10);
  return new Date(expiresAt.getTime() - earlySeconds * 1_000);
}
