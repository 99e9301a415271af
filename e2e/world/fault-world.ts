import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startHub, type TestHub } from "@joinery/testing";
import type { Browser } from "playwright-core";
import { launchChromium } from "./launch-chromium.ts";
import { createPerson, type Person } from "./person.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const WAIT_MS = 30_000;

/** A hub with one integration behind it, Acme Desk, and Chromium: what `joinery dev` starts, on free ports. */
export interface FaultWorld extends AsyncDisposable {
  hub: TestHub;
  browser: Browser;
  signIn(name: "Ada" | "Bob" | "Eve"): Promise<Person>;
}

/** Starts a workshop around one of the examples. */
export async function startFaultWorld(
  example: "desk" | "blink",
  kind: "verified" | "blink" = "verified",
): Promise<FaultWorld> {
  const hub = await startHub({ kind, pagesFolder: join(ROOT, "packages/web/dist") });
  await hub.run({ command: process.execPath, args: [join(ROOT, `examples/${example}/main.ts`)] });
  const browser = await launchChromium();
  return {
    hub,
    browser,
    async signIn(name) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
      context.setDefaultTimeout(WAIT_MS);
      const person = await createPerson(context, hub.url);
      await person.signIn(name);
      return person;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await hub[Symbol.asyncDispose]();
    },
  };
}
