import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openTestDatabase } from "@joinery/hub/testing";
import { type Demo, startDemo } from "@joinery/workshop";
import type { Browser } from "playwright-core";
import { findFreePorts } from "./free-ports.ts";
import { launchChromium } from "./launch-chromium.ts";
import { createPerson, type Person, type View } from "./person.ts";

const PAGES_FOLDER = fileURLToPath(new URL("../../packages/web/dist", import.meta.url));

/** Long for a page on the same machine; a browser test that waits longer waits for something that never comes. */
const WAIT_MS = 10_000;

/**
 * The whole of `npm start` on free ports: hub, Acme Desk, both examples as processes, and Chromium. Every person has a
 * browser profile of their own.
 */
export interface World extends AsyncDisposable {
  demo: Demo;
  browser: Browser;
  /** Errors that the hub has logged: mistakes of ours. */
  logged: string[];
  /** Opens a new profile, not signed in anywhere. */
  openProfile(view?: View): Promise<Person>;
  /** Opens a new profile and signs in to the hub. */
  signIn(name: "Ada" | "Bob" | "Eve", view?: View): Promise<Person>;
}

/** Starts a world. `await using` ends everything it has started. */
export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), "joinery-e2e-"));
  const logged: string[] = [];
  const database = await openTestDatabase();
  const port = await findFreePorts(4);
  const demo = await startDemo({
    port,
    folder,
    openDatabase: async () => ({ ...database, close: () => Promise.resolve() }),
    pagesFolder: PAGES_FOLDER,
    log: (level, event, fields) => {
      if (level === "error") logged.push(JSON.stringify({ event, ...fields }));
    },
  });
  const browser = await launchChromium();

  async function openProfile(view: View = {}): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width: view.width ?? 1280, height: 900 },
      colorScheme: view.colorScheme ?? "light",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(WAIT_MS);
    return createPerson(context, demo.addresses.hub);
  }

  return {
    demo,
    browser,
    logged,
    openProfile,
    async signIn(name, view) {
      const person = await openProfile(view);
      await person.signIn(name);
      return person;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await demo.close();
      await database[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
