import { randomBytes } from "node:crypto";
import { newId } from "../../packages/contract/src/index.ts";
import { createVault } from "../../packages/hub/src/secrets/vault.ts";
import type { Db } from "../../packages/hub/src/store/tables.ts";
import { createProgress } from "./progress.ts";

const PER_STATEMENT = 1_000;
const ACCOUNTS_PER_PERSON = 10;

/** Where the accounts go: they are dealt out among the integrations in turns. */
export interface Place {
  organisationId: string;
  integrations: readonly { serviceId: string; authId: string }[];
  masterKey: Uint8Array;
}

/** One account that was made, and which of the integrations it belongs to. */
export interface MadeAccount {
  userId: string;
  accountId: string;
  integration: number;
}

/** Fills the database with people and linked accounts whose tokens are sealed as the hub seals them; answers a sample. */
export async function fillAccounts(db: Db, place: Place, count: number, sampleSize: number): Promise<MadeAccount[]> {
  const vault = await createVault(db, place.masterKey, () => new Date()).of(place.organisationId);
  const progress = createProgress(`${count.toLocaleString("en")} linked accounts`, count);
  const sample: MadeAccount[] = [];
  const now = new Date();
  for (let made = 0; made < count; made += PER_STATEMENT) {
    const accounts = Array.from({ length: Math.min(PER_STATEMENT, count - made) }, (_, index) => ({
      accountId: newId("linkedAccount"),
      integration: (made + index) % place.integrations.length,
      userId: "",
    }));
    const people: string[] = [];
    for (const [index, account] of accounts.entries()) {
      if (index % ACCOUNTS_PER_PERSON === 0) people.push(newId("user"));
      account.userId = people.at(-1) ?? "";
    }
    await db
      .insertInto("users")
      .values(people.map((userId) => personRow(place.organisationId, userId, now)))
      .execute();
    await db
      .insertInto("linked_accounts")
      .values(
        accounts.map((account) => {
          const seal = (field: "access_token" | "refresh_token") =>
            vault.seal({ owner: account.accountId, field }, randomBytes(32).toString("base64url"));
          return {
            organisation_id: place.organisationId,
            linked_account_id: account.accountId,
            user_id: account.userId,
            service_id: place.integrations[account.integration]?.serviceId ?? "",
            auth_id: place.integrations[account.integration]?.authId ?? "",
            identity_key: `label:${account.accountId}`,
            external_account_id: account.accountId,
            scopes: '["openid","profile","offline_access"]',
            sealed_access_token: seal("access_token"),
            sealed_refresh_token: seal("refresh_token"),
            expiry: new Date(now.getTime() + 3_600_000),
            requires_reauthentication: false,
            state: "active" as const,
            verified: true,
            version: 1,
            created_at: now,
            updated_at: now,
          };
        }),
      )
      .execute();
    // Every so many one is kept, so that the sample is spread over the whole table.
    const step = Math.max(1, Math.floor(count / sampleSize));
    for (const [index, account] of accounts.entries()) if ((made + index) % step === 0) sample.push(account);
    progress.show(made + accounts.length);
  }
  progress.end();
  return sample;
}

function personRow(organisationId: string, userId: string, now: Date) {
  return {
    organisation_id: organisationId,
    user_id: userId,
    display_name: userId,
    account_status: "active" as const,
    role: "member" as const,
    created_at: now,
  };
}
