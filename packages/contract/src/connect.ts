import { z } from "zod";

/**
 * The states of a flow (contract 2.1).
 * `created → verified → redeemed → claimed → completed`; `burned | refused | expired` from every state before
 * `claimed`, `refused` also from `claimed` by whoever holds the claim. The last four are never left.
 */
export const flowState = z.enum([
  "created",
  "verified",
  "redeemed",
  "claimed",
  "completed",
  "burned",
  "refused",
  "expired",
]);
export type FlowState = z.infer<typeof flowState>;

export const TERMINAL_FLOW_STATES: readonly FlowState[] = ["completed", "burned", "refused", "expired"];

/** How long each part of a connect may take (contract 2.1). */
export const FLOW_LIMITS = {
  verifySeconds: 10 * 60,
  claimSeconds: 30 * 60,
  codeSeconds: 60,
  saveSeconds: 72 * 60 * 60,
  /** A plain integration's new account needs a Connect no older than this. */
  plainConnectSeconds: 30 * 60,
} as const;

/** Base64url of 32 bytes, without padding: challenges, verifiers, codes and claims. */
export const token256 = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "must be 256 bits in base64url");

export const redeemBody = z.object({ code: token256, verifier: token256 });
export type RedeemBody = z.infer<typeof redeemBody>;

/** Who the browser belongs to: the only source of the user, valid for this flow only (contract 2.1, step 4). */
export const redeemAnswer = z.object({
  flow: z.string(),
  auth_id: z.string(),
  user_id: z.string(),
  display_name: z.string().nullable(),
  reconnect: z.object({ linked_account_id: z.string(), external_account_id: z.string() }).optional(),
});
export type RedeemAnswer = z.infer<typeof redeemAnswer>;

export const claimAnswer = z.object({ claim: token256 });
export type ClaimAnswer = z.infer<typeof claimAnswer>;

/** Why a connect was not completed; told to the page that started it. */
export const refusalReason = z.enum([
  "access_denied",
  "browser_mismatch",
  "exchange_failed",
  "external_service_failed",
  "external_service_refused",
  "identity_unusable",
  "cancelled",
  /** A token request was sent and nobody knows its answer: a grant may exist. Only together with the claim. */
  "outcome_unknown",
]);
export type RefusalReason = z.infer<typeof refusalReason>;

export const refuseBody = z.object({
  reason: refusalReason,
  claim: token256.optional().describe("Required once the flow is claimed."),
});
export type RefuseBody = z.infer<typeof refuseBody>;

/** What the page that started a connect learns from `GET /connect/{flow}` (contract 2.1, step 7). */
export const flowStatus = z.object({
  flow: z.string(),
  state: flowState,
  /**
   * Why it ended. A `completed` flow has a reason when it did not end as it was begun (contract 2.3): `choice_needed`, when
   * another identity came back and its owner has to choose, or `another_account`, when that was linked already and was updated.
   */
  reason: z.string().nullable(),
  service_id: z.string(),
  linked_account_id: z.string().nullable(),
  expires_at: z.string(),
});
export type FlowStatus = z.infer<typeof flowStatus>;

/** What an integration answers to `POST /auth/<auth_id>` (contract 1.1). */
export const authorizationAnswer = z.object({ authorization_url: z.string().min(1).max(8_192) });
export type AuthorizationAnswer = z.infer<typeof authorizationAnswer>;

/** Derives the challenge that the hub stores from the verifier that only the browser's cookie holds: base64url(SHA-256(v)). */
export async function challengeOf(verifier: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return toBase64Url(new Uint8Array(digest));
}

/** Draws 256 random bits as base64url. */
export function randomToken256(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Base64url without padding (RFC 4648, section 5). */
export function toBase64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
