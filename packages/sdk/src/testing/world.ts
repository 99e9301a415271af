import { z } from "zod";
import { action } from "../actions/action.ts";
import { oauth2 } from "../external/oauth2.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import { createIntegration } from "../integration.ts";
import type { LogEntry } from "../log.ts";
import type { IntegrationOptions } from "../options.ts";
import { createBrowser } from "./browser.ts";
import { fakeClock } from "./fake-clock.ts";
import { API_TOKEN, AUTH_ID, createFakeHub, HUB, PROXY_SECRET, SERVICE_ID } from "./fake-hub.ts";
import { CLIENT_SECRET, createFakeService, ISSUER } from "./fake-service.ts";

export const DESK = "https://desk.example";
export const ADA = "u-00000000-0000-4000-8000-00000000000a";
export const EVE = "u-00000000-0000-4000-8000-00000000000e";

/** A hub, an external service and an integration between them, all in memory, on one clock. */
export async function startWorld(changes: Partial<IntegrationOptions> = {}, others: Parties = {}) {
  const clock = fakeClock();
  const hub = await createFakeHub(clock.now);
  const service = await createFakeService();
  const log: LogEntry[] = [];
  const options: IntegrationOptions = {
    ...deskOptions,
    hub: HUB,
    log: (entry) => log.push(entry),
    clock,
    fetch: networkOf({ [HUB]: hub.handle, [ISSUER]: service.handle, ...others }),
    ...changes,
  };
  const integration = createIntegration(options);
  const newBrowser = () => createBrowser(integration.fetch, clock);

  return {
    clock,
    hub,
    service,
    integration,
    options,
    log,
    newBrowser,
    /** A request as the hub sends it. */
    call: async (call: Omit<Parameters<typeof hub.sign>[0], "base">) =>
      integration.fetch(await hub.sign({ base: DESK, ...call })),
    /** Connect up to the point where the browser is at the external service. */
    async goToService(browser = newBrowser(), user = ADA) {
      const flow = hub.startFlow(user);
      const finish = hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
      const authorizationUrl = await browser.locationOf(finish);
      return { flow, finish, authorizationUrl, browser, callback: service.consent(authorizationUrl) };
    },
  };
}

export type World = Awaited<ReturnType<typeof startWorld>>;

const fileTicket = action(
  "POST",
  "/tickets",
  z.object({ title: z.string().min(1) }),
  async ({ input, fetch, user, account }) => {
    const answer = await fetch(`${ISSUER}/api/tickets`, { method: "POST", body: JSON.stringify(input) });
    return { status: answer.status, user: user.id, account: account.externalAccountId };
  },
);

/** The options of Acme Desk, whomever it serves. */
export const deskOptions = {
  serviceId: SERVICE_ID,
  authId: AUTH_ID,
  proxySecret: PROXY_SECRET,
  apiToken: API_TOKEN,
  connectBase: DESK,
  name: "Acme Desk",
  auth: oauth2({
    issuer: ISSUER,
    clientId: "desk",
    clientSecret: CLIENT_SECRET,
    scopes: ["openid", "offline_access"],
  }),
  actions: [fileTicket],
};

/** Who answers, by origin. */
export type Parties = Record<string, (request: Request) => Promise<Response>>;

/** A network on which these origins answer, and nobody else. */
export function networkOf(parties: Parties): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const party = parties[new URL(request.url).origin];
    if (!party) throw new TypeError("fetch failed");
    return party(request);
  };
}
