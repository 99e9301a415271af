import { importJWK, type JWK } from "jose";
import * as client from "openid-client";
import { reveal, Secret } from "../secret.ts";

/** A private key as a JWK (RFC 7517), or its JSON as an environment variable holds it. */
export type PrivateKey = JWK | string | Secret<string>;

/** Whether something can be a key that signs: it says its algorithm, and holds a private part. */
export function isPrivateKey(key: PrivateKey): boolean {
  try {
    const { kty, alg, d } = parse(key);
    return typeof kty === "string" && typeof alg === "string" && typeof d === "string";
  } catch {
    return false;
  }
}

/** Client authentication by a signature (RFC 7523, 2.2); the key is imported at its first use. */
export function privateKeyJwt(key: PrivateKey): client.ClientAuth {
  let authentication: Promise<client.ClientAuth> | undefined;
  return async (...request) => {
    authentication ??= importKey(parse(key));
    await (await authentication)(...request);
  };
}

async function importKey(jwk: JWK): Promise<client.ClientAuth> {
  const imported = await importJWK(jwk);
  if (imported instanceof Uint8Array) throw new TypeError("privateKey must be an asymmetric key");
  return client.PrivateKeyJwt(jwk.kid === undefined ? imported : { key: imported, kid: jwk.kid });
}

function parse(key: PrivateKey): JWK {
  return typeof key === "string" || key instanceof Secret ? (JSON.parse(reveal(key)) as JWK) : key;
}
