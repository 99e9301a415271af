import type { KeyObject } from "node:crypto";
import { exportJWK, generateKeyPair } from "jose";
import type { Db } from "../store/tables.ts";
import { deriveKey } from "./digests.ts";
import { decrypt, encrypt } from "./sealing.ts";

/** The hub's key for signing assertions; the private half is sealed at rest. */
export interface SigningKey {
  kid: string;
  publicJwk: Record<string, string>;
  privateJwk: Record<string, string>;
}

/** The master key is not the one that this database was sealed with: nothing sealed in it can be opened. */
export class WrongMasterKey extends Error {
  override readonly name = "WrongMasterKey";
}

/** Loads the signing key, or makes the first one. */
export async function loadSigningKey(db: Db, masterKey: Uint8Array, now: Date): Promise<SigningKey> {
  const wrappingKey = deriveKey(masterKey, "signing-keys");
  const stored = await findOldest(db);
  if (stored === undefined) await insertFirst(db, wrappingKey, now);
  const row = stored ?? (await findOldest(db));
  if (row === undefined) throw new Error("The signing key was not stored.");
  const privateJwk = JSON.parse(openPrivate(wrappingKey, row));
  return { kid: row.kid, publicJwk: row.public_jwk, privateJwk };
}

function openPrivate(wrappingKey: KeyObject, row: { kid: string; sealed_private_jwk: string }): string {
  try {
    return decrypt(wrappingKey, row.sealed_private_jwk, bindingOf(row.kid)).toString();
  } catch (cause) {
    throw new WrongMasterKey("This database was sealed with another master key.", { cause });
  }
}

function findOldest(db: Db) {
  return db.selectFrom("signing_keys").selectAll().orderBy("created_at").orderBy("kid").executeTakeFirst();
}

async function insertFirst(db: Db, wrappingKey: KeyObject, now: Date): Promise<void> {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const kid = crypto.randomUUID();
  await db
    .insertInto("signing_keys")
    .values({
      kid,
      public_jwk: JSON.stringify(await exportJWK(publicKey)),
      sealed_private_jwk: encrypt(
        wrappingKey,
        Buffer.from(JSON.stringify(await exportJWK(privateKey))),
        bindingOf(kid),
      ),
      created_at: now,
    })
    // Another process may have been first: then its key is the one, for both.
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function bindingOf(kid: string): string {
  return `signing-key\n${kid}`;
}
