import { type LinkedAccount, linkedAccount } from "@joinery/contract";
import type { WorkshopAccount } from "@joinery/contract/workshop";
import type { Hub } from "@joinery/hub";
import { z } from "zod";

/** Reads the linked accounts of a user as the integration would, beside everything that is recorded; tokens are left out. */
export async function readAccounts(
  hub: Hub,
  { hubUrl, apiToken, userId }: { hubUrl: string; apiToken: string; userId: string },
): Promise<readonly WorkshopAccount[]> {
  const request = new Request(`${hubUrl}/v2/user/${userId}/linked-accounts`, {
    headers: { authorization: `Bearer ${apiToken}`, host: new URL(hubUrl).host },
  });
  const reply = await hub.app.fetch(request);
  if (!reply.ok) throw new Error(`The hub answered ${reply.status} to a look at the linked accounts.`);
  const { data } = z.object({ data: z.array(linkedAccount) }).parse(await reply.json());
  return data.map(withoutTokens);
}

function withoutTokens(account: LinkedAccount): WorkshopAccount {
  const { linked_account_id, user_id, external_account_id, state, verified, requires_reauthentication, version } =
    account;
  return { linked_account_id, user_id, external_account_id, state, verified, requires_reauthentication, version };
}
