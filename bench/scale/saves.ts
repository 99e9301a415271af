import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { newId, randomToken256 } from "../../packages/contract/src/index.ts";
import { createDigests } from "../../packages/hub/src/secrets/digests.ts";
import type { MadeAccount } from "../world/fill-accounts.ts";
import type { LoadRequest } from "../world/load.ts";
import type { BenchWorld } from "../world/world.ts";

/**
 * Saves that end verified connects, as integrations send them after the token answer: each for a flow of its own that has
 * been claimed, by somebody who has linked accounts already. Sent again, one of them would only be answered from memory.
 */
export async function makeSaves(
  world: BenchWorld,
  people: readonly MadeAccount[],
  count: number,
): Promise<LoadRequest[]> {
  const { facts, integrations } = world;
  const digests = createDigests(facts.masterKey);
  const flows = Array.from({ length: count }, (_, index) => {
    const { userId, integration } = people[index % people.length] ?? { userId: "", integration: 0 };
    const { serviceId = "", authId = "", apiToken = "" } = integrations[integration] ?? {};
    return { flowId: newId("flow"), claim: randomToken256(), userId, serviceId, authId, apiToken };
  });
  const column = (pick: (flow: (typeof flows)[number]) => string) => sql`${flows.map(pick)}::text[]`;
  const now = new Date();
  await sql`
    insert into flows (organisation_id, flow_id, kind, user_id, session_digest, service_id, auth_id, state, claim_digest,
      created_at, due_at, claimed_at)
    select ${facts.organisationId}, flow_id, 'verified', user_id, '', service_id, auth_id, 'claimed', claim_digest,
      ${now}, ${now}, ${now}
    from unnest(${column(({ flowId }) => flowId)}, ${column(({ userId }) => userId)},
      ${column(({ serviceId }) => serviceId)}, ${column(({ authId }) => authId)},
      ${column(({ claim }) => digests.of("claim", claim))})
      as made(flow_id, user_id, service_id, auth_id, claim_digest)
  `.execute(facts.db);
  return flows.map(({ flowId, claim, userId, authId, apiToken }) => ({
    method: "POST",
    path: `/v2/user/${userId}/linked-accounts`,
    headers: {
      authorization: `Bearer ${apiToken}`,
      "content-type": "application/json",
      "joinery-flow": flowId,
      "joinery-claim": claim,
      "idempotency-key": flowId,
    },
    body: JSON.stringify({
      auth_id: authId,
      external_account_id: flowId,
      access_token: randomBytes(32).toString("base64url"),
      refresh_token: randomBytes(32).toString("base64url"),
      expiry: new Date(now.getTime() + 3_600_000).toISOString(),
      scopes: ["openid", "profile", "offline_access"],
    }),
  }));
}
