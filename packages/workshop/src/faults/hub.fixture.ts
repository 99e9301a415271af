import { createHash, randomUUID } from "node:crypto";
import { type AssertionClaims, assertionClaims, HEADERS } from "@joinery/contract";
import { type CryptoKey, exportJWK, generateKeyPair, jwtVerify } from "jose";
import type { HubMeans, PassingRequest } from "./passing-request.ts";
import { signClaimsWith } from "./sign-claims.ts";

export const SECRETS = { current: "the-secret-of-today-abc", old: "the-secret-of-yesterday" };
const KID = "key-of-the-hub";

/** What a hub that signs would send, and what a receiver makes of it. */
export interface SigningHub {
  means: HubMeans;
  request: PassingRequest;
  /** Checks a statement as a receiver does, at the time it was made; rejects when the key is not the hub's. */
  read(request: PassingRequest): Promise<AssertionClaims>;
  /** The same, but at any time. */
  readLater(request: PassingRequest): Promise<AssertionClaims>;
}

/** Makes a hub with a key, and one right request of it. */
export async function startSigningHub(): Promise<SigningHub> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const sign = signClaimsWith({ kid: KID, privateJwk: await exportJWK(privateKey) });
  const request = plainRequest();
  request.headers.set(HEADERS.assertion, await sign(claimsOf(request)));
  return {
    means: { secrets: SECRETS, sign },
    request,
    read: (passing) => verify(passing, publicKey, new Date()),
    readLater: (passing) => verify(passing, publicKey, new Date(0)),
  };
}

/** A right request of a hub that signs nothing. */
export function plainRequest(): PassingRequest {
  return {
    method: "POST",
    path: "/tickets?from=card",
    headers: new Headers({
      [HEADERS.userId]: "u-ada",
      [HEADERS.proxySecret]: SECRETS.current,
      "content-type": "application/json",
    }),
    body: new TextEncoder().encode('{"title":"Printer"}'),
  };
}

function claimsOf({ method, path, body }: PassingRequest): AssertionClaims {
  const iat = Math.floor(Date.now() / 1_000);
  const bh = createHash("sha256").update(body).digest("base64url");
  const parties = { iss: "http://127.0.0.1:4000", aud: "l-1", sub: "u-ada" };
  return { ...parties, iat, exp: iat + 60, jti: randomUUID(), htm: method, path, bh };
}

async function verify({ headers }: PassingRequest, key: CryptoKey, currentDate: Date): Promise<AssertionClaims> {
  const token = headers.get(HEADERS.assertion) ?? "";
  const { payload, protectedHeader } = await jwtVerify(token, key, { currentDate, algorithms: ["ES256"] });
  if (protectedHeader.kid !== KID) throw new Error("Another key's name.");
  return assertionClaims.parse(payload);
}
