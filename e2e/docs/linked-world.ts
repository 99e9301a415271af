import { createIntegration, oauth2 } from "@joinery/sdk";
import { startHub, type TestHub } from "@joinery/testing";
import { signIn } from "../faults/world/person.ts";

/** A hub with Acme Desk, at which Bob has linked an account, as somebody finds it who reads on from another guide. */
export async function startLinkedHub(): Promise<TestHub> {
  const hub = await startHub();
  await hub.serve(({ service, ...settings }) =>
    createIntegration({
      ...settings,
      name: "Acme Desk",
      auth: oauth2({ ...service, scopes: ["openid", "profile", "tickets:write", "offline_access"] }),
    }),
  );
  await hub.connect("bob");
  return hub;
}

/** Asks what the pages of the admin panel ask, as Ada. */
export async function askAsAda<Data>(hub: TestHub, method: string, path: string, body?: unknown): Promise<Data> {
  const ada = await signIn(
    { hub: hub.url, serviceId: hub.settings.serviceId, authId: hub.settings.authId },
    hub.users.ada,
  );
  const { status, code, data } = await ada.ask<Data>(method, path, body);
  if (status >= 300) throw new Error(`The hub answered ${status} ${code}.`);
  return data;
}
