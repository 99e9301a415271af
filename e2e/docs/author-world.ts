import { expect } from "vitest";
import type { GuideWorld } from "./guide-world.ts";
import { askAsAda, startLinkedHub } from "./linked-world.ts";

interface PersonPage {
  accounts: { linked_account_id: string; state: string }[];
}

/** What the author of an integration has: its API token, and an account that somebody has linked. */
export async function startAuthorWorld(): Promise<GuideWorld> {
  const hub = await startLinkedHub();
  const lookAtBob = () => askAsAda<PersonPage>(hub, "GET", `/api/admin/people/${hub.users.bob}`);
  const account = (await lookAtBob()).accounts[0]?.linked_account_id ?? "";
  return {
    env: { HUB: hub.url, JOINERY_API_TOKEN: hub.settings.apiToken, PERSON: hub.users.bob, ACCOUNT: account },
    async expectResult() {
      expect((await lookAtBob()).accounts).toMatchObject([{ linked_account_id: account, state: "attention" }]);
      const { rows } = await askAsAda<{ rows: { action: string; detail: { reason?: string } }[] }>(
        hub,
        "GET",
        "/api/admin/audit",
      );
      const broken = rows.find(({ action }) => action === "account.attention_needed");
      expect(broken?.detail.reason).toBe("rotation_lost");
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}
