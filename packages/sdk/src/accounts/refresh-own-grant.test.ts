import { expect, test } from "vitest";
import { startBlinkWorld } from "../testing/blink-world.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { ADA, startWorld } from "../testing/world.ts";

const act = { method: "POST", path: "/tickets", user: ADA, body: { title: "Broken chair" } };
const ended = new Date(Date.now() - 60_000).toISOString();
const linked = (sub: string) => ({ external_subject: `${ISSUER} ${sub}`, expiry: ended });

test("tokens of another person are not kept, and the hub is told that the account may be dead", async () => {
  const world = await startWorld();
  const account = world.hub.addAccount(ADA, { ...world.service.issue(), ...linked("subject-2") });
  const granted = { ...world.service.issue(), id_token: await world.service.idToken({}) };
  world.service.faults.set("/token", () => Response.json(granted));

  const answer = await world.call(act);

  expect(answer.status).toBe(502);
  expect(world.hub.accounts.get(account.linked_account_id)).toEqual(account);
  expect(world.hub.leases.get(account.linked_account_id)).toMatchObject({ lost: true });
});

test("tokens of the same person are kept", async () => {
  const world = await startWorld();
  const account = world.hub.addAccount(ADA, { ...world.service.issue(), ...linked("subject-1") });
  const granted = { ...world.service.issue(), id_token: await world.service.idToken({}) };
  world.service.faults.set("/token", () => Response.json(granted));

  const answer = await world.call(act);

  expect(answer.status).toBe(200);
  expect(world.hub.accounts.get(account.linked_account_id)?.access_token).toBe(granted.access_token);
});

test("in Blink mode tokens of another person are not kept either", async () => {
  const world = await startBlinkWorld();
  const { access_token, refresh_token } = world.service.issue();
  const stored = { access_token, refresh_token, ...linked("subject-2") };
  const account = world.blink.addAccount(ADA, stored);
  const granted = { ...world.service.issue(), id_token: await world.service.idToken({}) };
  world.service.faults.set("/token", () => Response.json(granted));

  const answer = await world.call("POST", "/tickets", ADA, { body: act.body });

  expect(answer.status).toBe(502);
  expect(world.blink.accounts.get(account.linked_account_id)).toMatchObject({ refresh_token });
});
