import { ASSERTION_ALGORITHM, ASSERTION_LIFETIME_SECONDS, type AssertionClaims } from "@joinery/contract";
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import { sha256 } from "../secrets/digests.ts";

/** A key that assertions are signed with. The private half never leaves the hub. */
export interface AssertionKey {
  kid: string;
  publicJwk: JWK;
  privateJwk: JWK;
}

/** One proxied request, as far as the assertion speaks of it (contract 2.2). */
export interface AssertedRequest {
  serviceId: string;
  userId: string;
  /** Who really started it; left out of the claims when it is the user. */
  actorId?: string | undefined;
  method: string;
  /** Rest and query relative to the proxy URL, with a slash in front. */
  path: string;
  body: Uint8Array;
  flow?: string | undefined;
}

export interface Signer {
  sign(request: AssertedRequest): Promise<string>;
  /** What `/.well-known/jwks.json` answers. */
  jwks(): { keys: JWK[] };
}

interface SignerOptions {
  /** The first one signs; all are published, so that a key can be retired after its last assertion has expired. */
  keys: readonly AssertionKey[];
  /** The hub's public URL, without a slash at its end. */
  issuer: string;
  clock: () => Date;
}

/** Creates what signs the hub's statements about proxied requests. */
export function createSigner({ keys, issuer, clock }: SignerOptions): Signer {
  const [signing] = keys;
  if (signing === undefined) throw new Error("A signer needs at least one key.");
  const privateKey = importJWK(signing.privateJwk, ASSERTION_ALGORITHM);
  privateKey.catch(() => undefined); // A key that can't be used is told by every sign(), not by an unhandled rejection.
  const header = { alg: ASSERTION_ALGORITHM, kid: signing.kid, typ: "JWT" };
  const published = { keys: keys.map(publicPartOf) };
  return {
    sign: async (request) => {
      const claims = claimsOf(request, issuer, clock());
      return new SignJWT({ ...claims }).setProtectedHeader(header).sign(await privateKey);
    },
    jwks: () => structuredClone(published),
  };
}

function claimsOf(request: AssertedRequest, issuer: string, now: Date): AssertionClaims {
  const iat = Math.floor(now.getTime() / 1_000);
  const actor = request.actorId === request.userId ? undefined : request.actorId;
  return {
    iss: issuer,
    aud: request.serviceId,
    sub: request.userId,
    ...(actor === undefined ? {} : { act: { sub: actor } }),
    iat,
    exp: iat + ASSERTION_LIFETIME_SECONDS,
    jti: crypto.randomUUID(),
    htm: request.method.toUpperCase(),
    path: request.path,
    bh: sha256(request.body),
    ...(request.flow === undefined ? {} : { flow: request.flow }),
  };
}

/** Field by field, so that a private half can't be published by mistake. */
function publicPartOf({ kid, publicJwk }: AssertionKey): JWK {
  const { kty, crv, x, y } = publicJwk;
  return { kid, kty, crv, x, y, alg: ASSERTION_ALGORITHM, use: "sig" } as JWK;
}

/** Makes a new signing key; its id is the thumbprint of RFC 7638. */
export async function generateSigningKey(): Promise<AssertionKey> {
  const { publicKey, privateKey } = await generateKeyPair(ASSERTION_ALGORITHM, { extractable: true });
  const publicJwk = await exportJWK(publicKey);
  return { kid: await calculateJwkThumbprint(publicJwk), publicJwk, privateJwk: await exportJWK(privateKey) };
}
