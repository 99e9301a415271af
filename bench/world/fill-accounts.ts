import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { newId } from "../../packages/contract/src/index.ts";
import { createVault, type OrganisationVault } from "../../packages/hub/src/secrets/vault.ts";
import type { Db } from "../../packages/hub/src/store/tables.ts";
import { createProgress } from "./progress.ts";

const PER_STATEMENT = 5_000;
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
  const now = new Date();
  const sample: MadeAccount[] = [];
  let storing = Promise.resolve();
  for (let made = 0; made < count; made += PER_STATEMENT) {
    const accounts = drawAccounts(Math.min(PER_STATEMENT, count - made), place.integrations.length);
    const sealed = sealTokens(vault, accounts);
    const done = made + accounts.length;
    // Tokens are sealed here while the database stores the batch before.
    await storing;
    storing = store(db, place, accounts, sealed, now).then(() => progress.show(done));
    sample.push(...spread(accounts, Math.ceil((sampleSize * accounts.length) / count)));
  }
  await storing;
  progress.end();
  return sample;
}

function drawAccounts(count: number, integrations: number): MadeAccount[] {
  let userId = "";
  return Array.from({ length: count }, (_, index) => {
    if (index % ACCOUNTS_PER_PERSON === 0) userId = newId("user");
    return { userId, accountId: newId("linkedAccount"), integration: index % integrations };
  });
}

function sealTokens(vault: OrganisationVault, accounts: readonly MadeAccount[]) {
  const seal = (field: "access_token" | "refresh_token") =>
    accounts.map(({ accountId }) => vault.seal({ owner: accountId, field }, randomBytes(32).toString("base64url")));
  return { access: seal("access_token"), refresh: seal("refresh_token") };
}

/** Every so many one, so that the sample is spread over the whole table. */
function spread<Item>(items: readonly Item[], count: number): Item[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, index) => index % step === 0).slice(0, count);
}

/** One array for each column that differs: a statement with a parameter for each field takes longer to write than to do. */
async function store(
  db: Db,
  { organisationId, integrations }: Place,
  accounts: readonly MadeAccount[],
  sealed: { access: readonly string[]; refresh: readonly string[] },
  now: Date,
): Promise<void> {
  await sql`
    insert into users (organisation_id, user_id, display_name, account_status, role, created_at)
    select ${organisationId}, user_id, user_id, 'active', 'member', ${now}
    from unnest(${[...new Set(accounts.map(({ userId }) => userId))]}::text[]) as made(user_id)
  `.execute(db);
  const ids = accounts.map(({ accountId }) => accountId);
  const placed = accounts.map(({ integration }) => integrations[integration]);
  await sql`
    insert into linked_accounts (organisation_id, linked_account_id, user_id, service_id, auth_id, identity_key,
      external_account_id, scopes, sealed_access_token, sealed_refresh_token, expiry, requires_reauthentication, state,
      verified, version, created_at, updated_at)
    select ${organisationId}, account_id, user_id, service_id, auth_id, 'label:' || account_id, account_id,
      '["openid","profile","offline_access"]', access_token, refresh_token, ${now}::timestamptz + interval '1 hour',
      false, 'active', true, 1, ${now}, ${now}
    from unnest(${ids}::text[], ${accounts.map(({ userId }) => userId)}::text[],
      ${placed.map((one) => one?.serviceId)}::text[], ${placed.map((one) => one?.authId)}::text[],
      ${sealed.access}::text[], ${sealed.refresh}::text[])
      as made(account_id, user_id, service_id, auth_id, access_token, refresh_token)
  `.execute(db);
}
