import type { LinkedAccount } from "@joinery/contract";
import {
  action,
  createHubClient,
  createIntegration,
  type Integration,
  type IntegrationOptions,
  type LogEntry,
  oauth2,
} from "@joinery/sdk";
import { startHub } from "@joinery/testing";
import { z } from "zod";

const SCOPES = ["openid", "profile", "email", "tickets:write", "offline_access"];

/** A hub, or what stands in for Blink, with Acme Desk behind an integration that can be started anew with other options. */
export async function startAccountWorld(kind: "verified" | "blink") {
  const hub = await startHub({ kind });
  const { service, clock, environment: _environment, ...settings } = hub.settings;
  const ada = hub.users.ada;
  const log: LogEntry[] = [];
  /** Every token that the external service has issued to the integration. */
  const issued = new Set<string>();
  /** Bodies that the integration has sent to whoever stores tokens. */
  const sent: string[] = [];
  /** Loses answers of hub or Blink while it says so. */
  const losing = { isLost: (_request: Request) => false };

  const outgoing: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const isForStore = request.url.startsWith(settings.hub);
    if (isForStore) sent.push(await request.clone().text());
    const answer = await fetch(request);
    if (isForStore && losing.isLost(request)) throw new TypeError("fetch failed");
    if (request.method === "POST" && request.url.startsWith(service.issuer)) await noteTokens(answer.clone());
    return answer;
  };

  async function noteTokens(answer: Response): Promise<void> {
    const tokens = z.object({ access_token: z.string(), refresh_token: z.string().optional() });
    const read = tokens.safeParse(await answer.json().catch(() => undefined));
    for (const token of Object.values(read.data ?? {})) if (token !== undefined) issued.add(token);
  }

  const fileTicket = action("POST", "/tickets", z.object({ title: z.string() }), async ({ input, fetch: send }) => {
    const headers = { "content-type": "application/json" };
    const answer = await send(`${service.issuer}/api/tickets`, {
      method: "POST",
      headers,
      body: JSON.stringify(input),
    });
    return { status: answer.status };
  });

  const start = (changes: Partial<IntegrationOptions>): Integration =>
    createIntegration({
      ...settings,
      name: "Acme Desk",
      auth: oauth2({ ...service, scopes: SCOPES }),
      actions: [fileTicket],
      clock: { ...clock, sleep: async () => {} },
      fetch: outgoing,
      log: (entry) => void log.push(entry),
      ...changes,
    });
  let integration = start({});
  await hub.serve(() => ({ fetch: (request) => integration.fetch(request) }));
  const store = createHubClient({ hub: settings.hub, apiToken: settings.apiToken, clock });

  return {
    hub,
    ada,
    /** The client at Acme Desk, for an `auth` of one's own. */
    client: service,
    log,
    issued,
    sent,
    losing,
    /** The same hub's API, without keys: what somebody sees who stores the tokens. */
    store,
    /** Ada's accounts as they are stored. */
    stored: (): Promise<LinkedAccount[]> => store.listLinkedAccounts(ada),
    get integration() {
      return integration;
    },
    /** Starts the integration anew. */
    use(changes: Partial<IntegrationOptions>): Integration {
      integration = start(changes);
      return integration;
    },
    async act(): Promise<{ status?: number; code?: string }> {
      const answer = await hub.act("ada", "POST", "/tickets", { title: "Broken lamp" });
      return (await answer.json()) as { status?: number; code?: string };
    },
    /** Tokens of the external service that whoever stores them could read: in what was sent, or in what is stored. */
    async readable(): Promise<string[]> {
      const headers = { authorization: `Bearer ${settings.apiToken}` };
      const seen = [
        ...sent,
        await (await fetch(`${settings.hub}/v2/user/${ada}/linked-accounts`, { headers })).text(),
      ].join("\n");
      return [...issued].filter((token) => seen.includes(token));
    },
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}
