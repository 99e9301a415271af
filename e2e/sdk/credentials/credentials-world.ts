import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Auth, action, apiKey, createIntegration, type LogEntry } from "@joinery/sdk";
import { startHub } from "@joinery/testing";
import type { BrowserContext, Page } from "playwright-core";
import { z } from "zod";
import { launchChromium } from "../../world/launch-chromium.ts";
import { createPerson, type Person } from "../../world/person.ts";
import { type KeyService, startKeyService } from "./key-service.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const WAIT_MS = 20_000;

/** A picture of four bytes and a name: what an integration shows of itself. */
const ICON = `data:image/svg+xml;base64,${Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" rx="2" fill="#1a4cc4"/></svg>',
).toString("base64")}`;

export const keyNotes = (keys: KeyService): Auth =>
  apiKey({
    apiOrigins: [keys.url],
    header: "x-api-key",
    label: "API key",
    hint: "It begins with kn_ and is shown to you once, when you make it.",
    help: { text: "Make a key in Key Notes", url: "https://keynotes.example/settings/keys" },
    async verify({ fetch }) {
      const answer = await fetch(`${keys.url}/me`);
      if (answer.status === 401) return undefined;
      if (!answer.ok) throw new Error("Key Notes did not answer");
      const { id, login } = (await answer.json()) as { id: number; login: string };
      return { externalAccountId: login, externalSubject: String(id) };
    },
  });

/** A real hub or what stands in for Blink, Key Notes behind an integration, and Chromium. */
export async function startCredentialsWorld(kind: "verified" | "blink", authOf: (keys: KeyService) => Auth = keyNotes) {
  const keys = await startKeyService();
  const log: LogEntry[] = [];
  const hub = await startHub({ kind, pagesFolder: join(ROOT, "packages/web/dist") });
  const read = action("GET", "/me", z.object({}), async ({ account }) => {
    const answer = await account.fetch(`${keys.url}/me`);
    return { status: answer.status };
  });
  await hub.serve(({ service: _acme, environment: _none, ...settings }) =>
    createIntegration({
      ...settings,
      name: "Key Notes",
      icon: ICON,
      auth: authOf(keys),
      actions: [read],
      log: (entry) => log.push(entry),
    }),
  );
  const browser = await launchChromium();

  return {
    hub,
    keys,
    log,
    async newPerson(name: "Ada" | "Bob" | "Eve"): Promise<Person> {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
      context.setDefaultTimeout(WAIT_MS);
      const person = await createPerson(context, hub.url);
      await person.signIn(name);
      return person;
    },
    /** Presses Connect; the window that opens. */
    async pressConnect({ page, context }: { page: Page; context: BrowserContext }): Promise<Page> {
      await page.goto(`${hub.url}/integrations/${hub.settings.serviceId}`);
      const opened = context.waitForEvent("page");
      await page.getByRole("button", { name: "Connect", exact: true }).click();
      return opened;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await hub[Symbol.asyncDispose]();
      await keys[Symbol.asyncDispose]();
    },
  };
}
