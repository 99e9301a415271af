import { sql } from "kysely";
import { addOrganisation } from "../directory/add-people.ts";
import { insertSession } from "../directory/sessions.ts";
import type { Hub } from "../hub.ts";
import { makeApiToken } from "../integrations/api-tokens.ts";
import { insertApiToken } from "../integrations/store.ts";
import type { Db, Tables } from "../store/tables.ts";

/**
 * A second organisation in the same database that uses the very same ids, which the keys of our tables allow. A statement
 * that forgets whose organisation it works for then meets two rows instead of none.
 */
export interface TwinOrganisation {
  organisationId: string;
  /** Makes a session of the twin of a person; answers the secret of its cookie. */
  startSession(userId: string): Promise<string>;
  /** Makes an API token of the twin of an integration. */
  makeToken(serviceId: string): Promise<string>;
  /** Copies flows, linked accounts, receipts and API tokens of the first organisation; without secrets. */
  copyThings(): Promise<void>;
  forgetCopies(): Promise<void>;
}

/** Makes the twin: its people and integrations bear the same ids and other names. */
export async function addTwinOrganisation(hub: Hub, original: string, proxyUrl: string): Promise<TwinOrganisation> {
  const { db, clock, digests, vault } = hub.context;
  const organisationId = await addOrganisation(db, "Twin Works", clock());
  const copyOf = (table: keyof Tables, changed: Record<string, unknown>) =>
    copyRows(db, { table, original, changed: { organisation_id: organisationId, ...changed } });

  for (const { user_id } of await db
    .selectFrom("users")
    .select("user_id")
    .where("organisation_id", "=", original)
    .execute()) {
    const name = `Twin of ${user_id.slice(0, 6)}`;
    const changed = { display_name: name, first_name: "Twin", second_name: "Twin", email: `${user_id}@twin.example` };
    await copyRows(db, {
      table: "users",
      original,
      changed: { organisation_id: organisationId, ...changed },
      only: { user_id },
    });
  }
  const services = await db
    .selectFrom("integrations")
    .select(["service_id", "kind"])
    .where("organisation_id", "=", original)
    .execute();
  const sealer = await vault.of(organisationId);
  for (const { service_id, kind } of services) {
    const secret = sealer.seal({ owner: service_id, field: "proxy_secret" }, "the twin's proxy secret");
    const changed = {
      organisation_id: organisationId,
      name: "Twin Desk",
      proxy_url: proxyUrl,
      connect_base: kind === "verified" ? proxyUrl : null,
      sealed_secret: secret,
    };
    await copyRows(db, { table: "integrations", original, changed, only: { service_id } });
  }

  /** An endpoint's secret can be opened in its own organisation only. */
  async function copyEvents(): Promise<void> {
    const endpoints = db.selectFrom("event_endpoints").select("endpoint_id");
    for (const { endpoint_id } of await endpoints.where("organisation_id", "=", original).execute()) {
      const changed = {
        organisation_id: organisationId,
        url: "https://twin.example/",
        sealed_secret: sealer.seal({ owner: endpoint_id, field: "event_secret" }, "whsec_dHdpbg=="),
        sealed_old_secret: null,
      };
      await copyRows(db, { table: "event_endpoints", original, changed, only: { endpoint_id } });
    }
    await copyOf("events", { account_id: "Twin john" });
    await copyOf("event_deliveries", { state: "failed", created_at: "2100-01-01T00:00:00Z" });
    await copyOf("event_attempts", { problem: "TWIN" });
  }

  return {
    organisationId,
    async startSession(userId) {
      const secret = crypto.randomUUID();
      await insertSession(db, { organisationId, userId }, digests.of("session", secret), clock());
      return secret;
    },
    async makeToken(serviceId) {
      const token = makeApiToken(digests, serviceId, "Twin's token", clock());
      await insertApiToken(db, { organisation_id: organisationId, ...token.row });
      return token.secret;
    },
    async copyThings() {
      await copyOf("integrations", { name: "Twin Desk" });
      await copyOf("flows", {});
      await copyOf("linked_accounts", {
        external_account_id: "Twin john",
        sealed_access_token: null,
        sealed_refresh_token: null,
      });
      await copyOf("disconnects", { external_account_id: "Twin john", revocation_detail: "Twin detail" });
      await copyOf("api_tokens", { token_digest: "no digest", name: "Twin copy" });
      await copyEvents();
      await copyOf("notices", { external_account_id: "Twin john" });
      await copyOf("offboardings", {});
      await copyOf("scim_tokens", { token_digest: "no digest", name: "Twin copy" });
    },
    async forgetCopies() {
      for (const table of COPIED) {
        await db.deleteFrom(table).where("organisation_id", "=", organisationId).execute();
      }
      for (const table of ["api_tokens", "scim_tokens"] as const) {
        await db
          .deleteFrom(table)
          .where("organisation_id", "=", organisationId)
          .where("token_digest", "=", "no digest")
          .execute();
      }
    },
  };
}

/** In the order in which they can be deleted. */
const COPIED = [
  "flows",
  "disconnects",
  "linked_accounts",
  "idempotency_keys",
  "event_deliveries",
  "events",
  "event_endpoints",
  "notices",
  "offboardings",
] as const;

interface Copy {
  table: keyof Tables;
  original: string;
  changed: Record<string, unknown>;
  only?: Record<string, string>;
}

/** Inserts rows again with some columns changed; a row that is there already stays. */
async function copyRows(db: Db, { table, original, changed, only = {} }: Copy): Promise<void> {
  const name = sql.table(table);
  await sql`
    insert into ${name}
    select (jsonb_populate_record(row, ${JSON.stringify(changed)}::jsonb)).*
    from ${name} as row
    where organisation_id = ${original} and to_jsonb(row) @> ${JSON.stringify(only)}::jsonb
    on conflict do nothing
  `.execute(db);
}
