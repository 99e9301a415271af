import { ASSERTION_LIFETIME_SECONDS, type AssertionClaims, assertionClaims, HEADERS } from "@joinery/contract";
import type { WorkshopSend } from "@joinery/contract/workshop";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { FaultRefusal, type HubMeans, type PassingRequest, type ShapedCall } from "./passing-request.ts";
import { signWithForeignKey } from "./sign-claims.ts";

/** What can be wrong with the hub's signed statement about a request. */
export type SignatureVariant = NonNullable<WorkshopSend["signature"]>;

/** Why nothing can be wrong with a signature. */
export const NOTHING_SIGNED =
  "This hub signs no requests: it speaks Blink's contract only. Run the workshop with a hub that signs to try this.";

/** How long ago a stale statement was signed: far beyond life and leeway of the contract (2.2). */
const STALE_SECONDS = 600;

/** The request with another statement, with none, or sent a second time. */
export async function varySignature(
  request: PassingRequest,
  variant: SignatureVariant,
  means: HubMeans,
): Promise<ShapedCall> {
  if (variant === "right") return { requests: [request], answer: "last" };
  if (variant === "replayed") return { requests: [request, request], answer: "last" };
  const assertion = request.headers.get(HEADERS.assertion);
  if (assertion === null) throw new FaultRefusal(NOTHING_SIGNED);
  const headers = new Headers(request.headers);
  if (variant === "missing") headers.delete(HEADERS.assertion);
  else headers.set(HEADERS.assertion, await otherStatement(assertion, variant, means));
  return { requests: [{ ...request, headers }], answer: "last" };
}

async function otherStatement(
  assertion: string,
  variant: "stale" | "other-key" | "other-path",
  { sign }: HubMeans,
): Promise<string> {
  const claims = assertionClaims.parse(decodeJwt(assertion));
  if (variant === "other-key") return await signWithForeignKey(claims, decodeProtectedHeader(assertion).kid ?? "");
  if (sign === null) throw new FaultRefusal(NOTHING_SIGNED);
  return await sign(variant === "stale" ? signedLongAgo(claims) : { ...claims, path: `/elsewhere${claims.path}` });
}

function signedLongAgo(claims: AssertionClaims): AssertionClaims {
  const iat = claims.iat - STALE_SECONDS;
  return { ...claims, iat, exp: iat + ASSERTION_LIFETIME_SECONDS };
}
