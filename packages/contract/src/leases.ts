import { z } from "zod";
import { linkedAccount } from "./linked-accounts.ts";

/** How long a lease and the refresh under it may take (contract 2.4). */
export const LEASE_LIMITS = {
  leaseSeconds: 60,
  /** The token request under a lease is given up after this. */
  refreshSeconds: 20,
} as const;

/** A lease's name: 256 random bits in base64url. */
export const leaseName = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be a lease");

/** `data` of `POST …/linked-accounts/{id}/lease`: the lease, and the account as it is under it (contract 2.4). */
export const leaseAnswer = z.object({
  lease: leaseName,
  lease_until: z.string(),
  account: linkedAccount,
});
export type LeaseAnswer = z.infer<typeof leaseAnswer>;

/**
 * The body of `DELETE …/lease`, optional. `unknown` says that a token request was sent whose answer did not arrive, so that
 * the refresh token may have been rotated at the service: a later `invalid_grant` is then told as `rotation_lost`.
 */
export const releaseBody = z.object({ outcome: z.enum(["done", "unknown"]).optional() });
export type ReleaseBody = z.infer<typeof releaseBody>;
