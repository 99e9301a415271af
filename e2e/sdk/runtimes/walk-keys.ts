import type { LinkedAccount } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { expect } from "vitest";
import { signIn } from "../../faults/world/person.ts";
import type { KeyService } from "../credentials/key-service.ts";
import type { Place, Walker, World } from "./world.ts";

/**
 * Walks the way of a person who enters an API key on a page of the SDK, first a wrong one; the key is sealed where it is
 * stored, is used, and the account is disconnected.
 */
export async function walkKeys(
  world: World,
  { place, walker, keys }: { place: Place; walker: Walker; keys: KeyService },
): Promise<void> {
  const key = `kn_${crypto.randomUUID()}`;
  keys.keys.set(key, { id: 7, login: walker.account });
  const { hub, serviceId, authId, apiToken, mode } = place;
  const person = await signIn(place, world.userOf(mode, walker));
  const stored = async () => {
    const headers = { authorization: `Bearer ${apiToken}` };
    const reply = await fetch(`${hub}/v2/user/${person.userId}/linked-accounts?auth_id=${authId}`, { headers });
    return ((await reply.json()) as { data: LinkedAccount[] }).data;
  };

  const pressed = await person.ask<ConnectStarted>("POST", `/connector/${serviceId}/auth/${authId}`, {});
  const browser = person.openBrowser();
  let page = await browser.open(pressed.data.authorization_url);
  if (mode === "blink") page = await browser.press(page, "Continue");
  page = await browser.press(page, "Connect", { key: "kn_wrong" });
  expect(page.html).toContain("accept what you entered");
  expect(page.html).not.toContain("kn_wrong");
  page = await browser.press(page, "Connect", { key });
  expect(page.url.pathname).toMatch(/\/done$/);

  const [account] = await stored();
  expect(account).toMatchObject({ external_account_id: walker.account });
  expect(JSON.stringify(account)).not.toContain(key);
  const looked = await person.ask("POST", `/connector/${serviceId}/look`, {});
  expect(looked.status).toBe(200);
  expect(keys.asked.filter((asked) => asked.key === key)).toHaveLength(2);

  const removed = await person.ask("DELETE", `/connector/${serviceId}/linked-accounts/${account?.linked_account_id}`);
  expect(removed.status).toBe(200);
  expect(await stored()).toEqual([]);
}
