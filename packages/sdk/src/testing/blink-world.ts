import { HEADERS } from "@joinery/contract";
import { expect, onTestFinished } from "vitest";
import { createIntegration } from "../integration.ts";
import type { LogEntry } from "../log.ts";
import type { IntegrationOptions } from "../options.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { createBrowser, type FakeBrowser } from "./browser.ts";
import { BLINK, createFakeBlink } from "./fake-blink.ts";
import { fakeClock } from "./fake-clock.ts";
import { AUTH_ID, PROXY_SECRET } from "./fake-hub.ts";
import { createFakeService, ISSUER } from "./fake-service.ts";
import { deskOptions, networkOf, type Parties } from "./world.ts";

export const DESK = "https://desk.example";
export const ADA = "u-00000000-0000-4000-8000-00000000000a";
export const EVE = "u-00000000-0000-4000-8000-00000000000e";
/** What a browser says about a form that was sent from the page itself. */
export const OWN_PAGE = { origin: DESK, "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" };

/** Blink, an external service and an integration between them, all in memory, on one clock. */
export async function startBlinkWorld(changes: Partial<IntegrationOptions> = {}, others: Parties = {}) {
  const clock = fakeClock();
  const blink = createFakeBlink();
  const service = await createFakeService();
  const log: LogEntry[] = [];
  blink.users.set(ADA, { id: ADA, display_name: "Ada Lovelace", email: "ada@lovelace.example" });
  blink.users.set(EVE, { id: EVE, display_name: "Eve Moneypenny", email: "eve@moneypenny.example" });
  const options: IntegrationOptions = {
    ...deskOptions,
    hub: BLINK,
    store: createMemoryStore(clock),
    log: (entry) => log.push(entry),
    clock,
    fetch: networkOf({ [BLINK]: blink.handle, [ISSUER]: service.handle, ...others }),
    ...changes,
  };
  const integration = createIntegration(options);
  const newBrowser = () => createBrowser(integration.fetch, clock);
  onTestFinished(() => expect(blink.violations).toEqual([]));

  /** A request as Blink sends it. */
  function call(method: string, path: string, user: string, init: { body?: object; headers?: object } = {}) {
    const headers = new Headers({ [HEADERS.userId]: user, [HEADERS.proxySecret]: PROXY_SECRET });
    for (const [name, value] of Object.entries(init.headers ?? {})) headers.set(name, value);
    if (init.body) headers.set("content-type", "application/json");
    const body = init.body ? JSON.stringify(init.body) : null;
    return integration.fetch(new Request(DESK + path, { method, headers, body }));
  }

  /** Somebody presses Connect: the link that Blink opens. */
  async function press(user = ADA): Promise<string> {
    const answer = await call("POST", `/auth/${AUTH_ID}`, user);
    return ((await answer.json()) as { data: { authorization_url: string } }).data.authorization_url;
  }

  /** What the page would send when a button is pressed. */
  async function formOf(browser: FakeBrowser, link: string): Promise<Record<string, string>> {
    const page = await (await browser.open(link)).text();
    return { form_token: /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? "" };
  }

  /** The person reads the page and presses a button of it. */
  async function choose(browser: FakeBrowser, link: string, choice: "continue" | "stop"): Promise<string> {
    const form = { ...(await formOf(browser, link)), choice };
    const answer = await browser.open(link, { method: "POST", form, headers: OWN_PAGE });
    return answer.headers.get("location") ?? "";
  }

  return {
    clock,
    blink,
    service,
    integration,
    options,
    log,
    newBrowser,
    call,
    press,
    formOf,
    choose,
    /** Connect up to the point where the browser is at the external service and the person has consented. */
    async goToService({ browser = newBrowser(), user = ADA }: { browser?: FakeBrowser; user?: string } = {}) {
      const link = await press(user);
      const authorizationUrl = await choose(browser, link, "continue");
      return { browser, link, authorizationUrl, callback: service.consent(authorizationUrl) };
    },
  };
}

export type BlinkWorld = Awaited<ReturnType<typeof startBlinkWorld>>;
