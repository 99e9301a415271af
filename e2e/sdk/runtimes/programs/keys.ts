/** An integration whose people enter an API key, and whose tokens are sealed with a key of its own. */
import { action, apiKey, createIntegration, type Integration, readHubSettings } from "@joinery/sdk";
import { z } from "zod";

/** Creates it; `KEYS_URL` is the service that knows people by keys, `SEAL_KEY` what `createSealKey` has made. */
export function createKeys(settings: Readonly<Record<string, string | undefined>>): Integration {
  const service = settings.KEYS_URL ?? "";
  return createIntegration({
    ...readHubSettings(settings),
    name: "Key Notes",
    auth: apiKey({
      apiOrigins: [service],
      header: "x-api-key",
      label: "API key",
      async verify({ fetch }) {
        const answer = await fetch(`${service}/me`);
        if (answer.status === 401) return undefined;
        const { id, login } = (await answer.json()) as { id: number; login: string };
        return { externalAccountId: login, externalSubject: String(id) };
      },
    }),
    actions: [
      action("POST", "/look", z.object({}), async ({ account }) => {
        const answer = await account.fetch(`${service}/me`);
        return { status: answer.status };
      }),
    ],
    sealed: { keys: [settings.SEAL_KEY ?? ""] },
    spool: "none",
  });
}
