import { ASSERTION_ALGORITHM, type AssertionClaims } from "@joinery/contract";
import { type CryptoKey, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";

/** Signs any claims, true or not, with the hub's key: for `HubMeans.sign`. */
export function signClaimsWith(key: { kid: string; privateJwk: JWK }): (claims: AssertionClaims) => Promise<string> {
  return async (claims) => sign(claims, key.kid, await importJWK(key.privateJwk, ASSERTION_ALGORITHM));
}

/** Signs claims with a key that nobody has published, under the name of the hub's. */
export async function signWithForeignKey(claims: AssertionClaims, kid: string): Promise<string> {
  const { privateKey } = await generateKeyPair(ASSERTION_ALGORITHM);
  return sign(claims, kid, privateKey);
}

function sign(claims: AssertionClaims, kid: string, key: CryptoKey | Uint8Array): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: ASSERTION_ALGORITHM, kid, typ: "JWT" }).sign(key);
}
