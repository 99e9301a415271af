import { createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import type { Db } from "../store/tables.ts";
import { deriveKey } from "./digests.ts";
import { decrypt, encrypt } from "./sealing.ts";

/** What a ciphertext is bound to, so that rows and fields can't be swapped. */
export interface Binding {
  /** The id of the row the secret belongs to: a linked account, an integration, an endpoint. */
  owner: string;
  /** The column it stands in, without `sealed_`. */
  field:
    | "access_token"
    | "refresh_token"
    | "proxy_secret"
    | "next_proxy_secret"
    | "event_secret"
    | "old_event_secret"
    | "id_token";
}

/** Seals and opens the secrets of one organisation. Synchronous, so that it can be used inside a transaction. */
export interface OrganisationVault {
  seal(binding: Binding, plaintext: string): string;
  open(binding: Binding, sealed: string): string;
}

export interface Vault {
  /** Fetches (or makes) the data key of an organisation. Call it before a transaction begins. */
  of(organisationId: string): Promise<OrganisationVault>;
}

const KEY_VERSION = 1;

/**
 * The vault: one data key for each organisation, wrapped by a key that is not in the database.
 * A sealed value reads `<key version>.<ciphertext>`.
 */
export function createVault(db: Db, masterKey: Uint8Array, clock: () => Date): Vault {
  const wrappingKey = deriveKey(masterKey, "vault");
  const opened = new Map<string, OrganisationVault>();

  async function wrappedKeyOf(organisationId: string): Promise<string> {
    const wrapped = encrypt(wrappingKey, randomBytes(32), wrapBinding(organisationId));
    await db
      .insertInto("data_keys")
      .values({ organisation_id: organisationId, key_version: KEY_VERSION, wrapped_key: wrapped, created_at: clock() })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const row = await db
      .selectFrom("data_keys")
      .select("wrapped_key")
      .where("organisation_id", "=", organisationId) // owner: data key of the organisation
      .where("key_version", "=", KEY_VERSION)
      .executeTakeFirstOrThrow();
    return row.wrapped_key;
  }

  return {
    async of(organisationId) {
      const known = opened.get(organisationId);
      if (known !== undefined) return known;
      const dataKey = createSecretKey(
        decrypt(wrappingKey, await wrappedKeyOf(organisationId), wrapBinding(organisationId)),
      );
      const vault = organisationVault(organisationId, dataKey);
      opened.set(organisationId, vault);
      return vault;
    },
  };
}

function wrapBinding(organisationId: string): string {
  return `data-key\n${organisationId}\n${KEY_VERSION}`;
}

function organisationVault(organisationId: string, dataKey: KeyObject): OrganisationVault {
  const bindingOf = ({ owner, field }: Binding) => `${organisationId}\n${owner}\n${field}\n${KEY_VERSION}`;
  return {
    seal: (binding, plaintext) => `${KEY_VERSION}.${encrypt(dataKey, Buffer.from(plaintext), bindingOf(binding))}`,
    open: (binding, sealed) => decrypt(dataKey, sealed.slice(sealed.indexOf(".") + 1), bindingOf(binding)).toString(),
  };
}
