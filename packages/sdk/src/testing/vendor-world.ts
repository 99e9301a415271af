import { z } from "zod";
import { action } from "../actions/action.ts";
import type { Auth } from "../external/auth.ts";
import type { OAuth2Options } from "../external/oauth2.ts";
import { oauth2 } from "../external/oauth2.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import { createIntegration } from "../integration.ts";
import type { LogEntry } from "../log.ts";
import { createBrowser, type FakeBrowser } from "./browser.ts";
import { fakeClock } from "./fake-clock.ts";
import { createFakeHub, HUB } from "./fake-hub.ts";
import { CLIENT, createStandIn, type VendorBehaviour } from "./stand-in.ts";
import { ADA, DESK, deskOptions } from "./world.ts";

/** What a browser says about a form that was sent from the page itself. */
const OWN_PAGE = { origin: DESK, "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" };

/** The `auth` of an integration that has registered the stand-in's client. */
export function asClient(options: Omit<OAuth2Options, "clientId" | "clientSecret">): Auth {
  return oauth2({ ...options, clientId: CLIENT.id, clientSecret: CLIENT.secret });
}

/** What stands in for a vendor: everything that the integration sends elsewhere than to the hub, and its person. */
export interface VendorService {
  handle(request: Request): Promise<Response>;
  /** The person consents at this address: where the service sends their browser. */
  consent(authorizationUrl: string): string | Promise<string>;
}

/** A hub, something that stands in for a vendor, and an integration between them, on one clock. */
export async function startServiceWorld(service: VendorService, auth: Auth, details: { site?: string } = {}) {
  const clock = fakeClock();
  const hub = await createFakeHub(clock.now);
  const log: LogEntry[] = [];
  const fetch: Fetch = async (input, init) => {
    const request = new Request(input, init);
    return new URL(request.url).origin === HUB ? hub.handle(request) : service.handle(request);
  };
  const get = action("GET", "/get", z.object({ url: z.url() }), async ({ input, fetch: send }) => {
    // GitHub refuses requests without one; not every runtime's fetch has one of its own.
    const answer = await send(input.url, { headers: { "user-agent": "acme-desk" } });
    return { status: answer.status };
  });
  const options = { ...deskOptions, auth, actions: [get], hub: HUB, clock, fetch };
  const integration = createIntegration({ ...options, log: (entry) => log.push(entry) });

  const call = async (request: Omit<Parameters<typeof hub.sign>[0], "base">) =>
    integration.fetch(await hub.sign({ base: DESK, ...request }));

  /** The person reads the page that asks for their address there, and enters it. */
  async function enterSite(browser: FakeBrowser, page: string): Promise<string> {
    const text = await (await browser.open(page)).text();
    const form = { form_token: /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? "", site: details.site ?? "" };
    const answer = await browser.open(page, { method: "POST", form, headers: OWN_PAGE });
    return answer.headers.get("location") ?? "";
  }

  /** Connect up to the point where the browser is at the service. */
  async function goToService(reconnect?: { linked_account_id: string; external_account_id: string }) {
    const browser = createBrowser(integration.fetch, clock);
    const flow = hub.startFlow(ADA, reconnect);
    const finish = hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
    const next = await browser.locationOf(finish);
    const authorizationUrl = next.startsWith(DESK) ? await enterSite(browser, next) : next;
    return { browser, flow, authorizationUrl };
  }

  return {
    clock,
    hub,
    log,
    call,
    goToService,
    account: () => [...hub.accounts.values()][0],
    stateOf: (flow: string) => ({ state: hub.flows.get(flow)?.state, reason: hub.flows.get(flow)?.reason }),
    /** A whole connect; the account as the hub has it. */
    async connect() {
      const { browser, flow, authorizationUrl } = await goToService();
      await browser.open(await service.consent(authorizationUrl));
      return { flow, account: [...hub.accounts.values()][0] };
    },
    /** The integration asks the service for something. */
    get: async (url: string) => {
      const answer = await call({ method: "GET", path: `/get?url=${encodeURIComponent(url)}`, user: ADA });
      return (await answer.json()) as { status?: number; code?: string };
    },
    /** The person presses Disconnect; what the integration reports. */
    async disconnect() {
      const [id] = [...hub.accounts.keys()];
      return (await call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA })).json();
    },
  };
}

/** The same with a stand-in, all in memory. */
export async function startVendorWorld(behaviour: VendorBehaviour, auth: Auth, details: { site?: string } = {}) {
  const standIn = await createStandIn(behaviour);
  return { ...(await startServiceWorld(standIn, auth, details)), standIn };
}

export type VendorWorld = Awaited<ReturnType<typeof startVendorWorld>>;
