import type { UpdateLinkedAccountBody } from "@joinery/contract";
import type { LinkedAccountRow } from "./store.ts";

/** What an account remembers of its leases. */
export type LeaseState = Pick<LinkedAccountRow, "lease" | "lease_until" | "lease_lost" | "lease_written">;

/** A write under a lease, and what tells it from others under the same one. */
export interface LeasedWrite {
  lease: string;
  digest: string;
}

/** Whether somebody renews the tokens at this moment. */
export function isHeld({ lease_until: until }: Pick<LeaseState, "lease_until">, now: Date): boolean {
  return until !== null && until > now;
}

/**
 * Whether the refresh token may have been rotated by somebody who never told: a lease ran out, or was given back with an
 * unknown outcome, and no token was written since (contract 2.4). One's own lease is no doubt to oneself.
 *
 * @param lease the lease of whoever asks
 */
export function isRotationDoubtful(account: LeaseState, lease: string | undefined, now: Date): boolean {
  const hasRunOut = account.lease_until !== null && account.lease_until <= now && account.lease !== lease;
  return account.lease_lost || hasRunOut;
}

/**
 * Whether the very same was written under this lease before. A copy of a write may come late, and what was written since
 * must not be undone by it.
 */
export function isRepeated({ lease, lease_written: written }: LeaseState, write: LeasedWrite): boolean {
  return lease === write.lease && written === write.digest;
}

type TokenFields = Pick<UpdateLinkedAccountBody, "access_token" | "refresh_token" | "expiry">;

/** Whether a write is about tokens at all, be it to clear them. */
export function hasTokenFields(body: TokenFields): boolean {
  return body.access_token !== undefined || body.refresh_token !== undefined || body.expiry !== undefined;
}

/** Whether a write brings a token: what was in doubt about the one before it is over. */
export function bringsToken({ access_token: access, refresh_token: refresh }: TokenFields): boolean {
  return typeof access === "string" || typeof refresh === "string";
}
