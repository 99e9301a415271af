import { createHubClient } from "@joinery/sdk";
import { expect } from "vitest";
import type { GuideWorld } from "./guide-world.ts";
import { startLinkedHub } from "./linked-world.ts";

/** What the author of an integration has whose users have linked accounts before there was a key. */
export async function startSealingWorld(): Promise<GuideWorld> {
  const hub = await startLinkedHub();
  const { settings, users } = hub;
  const store = createHubClient({ hub: hub.url, apiToken: settings.apiToken });
  const [before] = await store.listLinkedAccounts(users.bob);
  const account = before?.linked_account_id ?? "";
  const theirs = Object.entries(settings.environment).filter(([name]) => /^(JOINERY|ACME)_/.test(name));
  return {
    env: { ...Object.fromEntries(theirs), PERSON: users.bob, ACCOUNT: account },
    async expectResult() {
      const stored = JSON.stringify(await store.getLinkedAccount(users.bob, account));
      expect(stored).not.toContain(before?.access_token);
      expect(stored).not.toContain(before?.refresh_token);
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}
