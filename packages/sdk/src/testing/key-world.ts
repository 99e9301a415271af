import { z } from "zod";
import { action } from "../actions/action.ts";
import { apiKey } from "../external/credentials.ts";
import type { IntegrationOptions } from "../options.ts";
import type { FakeBrowser } from "./browser.ts";
import { HUB } from "./fake-hub.ts";
import { ADA, DESK, startWorld } from "./world.ts";

export const KEYS = "https://api.keys.example";
export const GOOD_KEY = "canary-key-0123456789abcdef";
/** What a browser says about a form that was sent from the page itself. */
const OWN_PAGE = { origin: DESK, "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" };

/** A service in memory that knows people by API keys. */
export function createKeyService() {
  const ledger = { keys: [] as string[], notes: [] as string[] };
  let fault: (() => Response | Promise<Response>) | undefined;

  async function handle(request: Request): Promise<Response> {
    const key = request.headers.get("authorization")?.replace("Bearer ", "") ?? "";
    ledger.keys.push(key);
    if (fault) return fault();
    if (key !== GOOD_KEY) return new Response(null, { status: 401 });
    const { pathname } = new URL(request.url);
    if (pathname === "/me") return Response.json({ id: 7, login: "john.doe" });
    ledger.notes.push(await request.text());
    return Response.json({ kept: true });
  }

  return {
    handle,
    ledger,
    breakWith(answer: typeof fault) {
      fault = answer;
    },
  };
}

/** How Key Notes tries a key; its author's part of an integration. */
export const keyNotes = apiKey({
  apiOrigins: [KEYS],
  label: "Key Notes API key",
  hint: "Forty letters and digits.",
  help: { text: "Make a key in Key Notes", url: "https://keys.example/settings" },
  async verify({ fetch }) {
    const answer = await fetch(`${KEYS}/me`);
    if (answer.status === 401) return undefined;
    if (!answer.ok) throw new Error("Key Notes did not answer");
    const { id, login } = (await answer.json()) as { id: number; login: string };
    return { externalAccountId: login, externalSubject: String(id) };
  },
});

const keepNote = action("POST", "/notes", z.object({ text: z.string() }), async ({ input, fetch }) => {
  const answer = await fetch(`${KEYS}/notes`, { method: "POST", body: input.text });
  return { status: answer.status };
});

/** A hub, Key Notes and an integration between them. */
export async function startKeyWorld(changes: Partial<IntegrationOptions> = {}) {
  const keys = createKeyService();
  const parts = { name: "Key Notes", auth: keyNotes, actions: [keepNote] };
  const world = await startWorld({ ...parts, ...changes }, { [KEYS]: keys.handle });

  return {
    ...world,
    keys,
    /** Connect up to the page that asks for the key. */
    async goToQuestion(browser = world.newBrowser(), user = ADA) {
      const flow = world.hub.startFlow(user);
      const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
      const page = await browser.locationOf(finish);
      return { flow, finish, page, browser };
    },
    enter: (browser: FakeBrowser, page: string, answers: Record<string, string>) => enter(browser, page, answers),
    done: (flow: string) => `${HUB}/connect/${flow}/done`,
  };
}

/** The person fills the page in and presses a button of it. */
export async function enter(
  browser: FakeBrowser,
  page: string,
  answers: Record<string, string>,
  headers: Record<string, string> = OWN_PAGE,
): Promise<Response> {
  const html = await (await browser.open(page)).text();
  const form_token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? "";
  return browser.open(page, { method: "POST", headers, form: { form_token, choice: "continue", ...answers } });
}
