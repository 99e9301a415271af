import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "playwright-core";

const FOLDER = join(import.meta.dirname, "../../.screenshots");
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The views in which every page has to look right. */
export const VIEWS = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 360, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
] as const;

/** One way to look at a page. */
export type LookedAt = (typeof VIEWS)[number];

/** What is wrong with a page in one view. */
export interface Fault {
  page: string;
  view: string;
  fault: string;
}

/**
 * Looks at a page in several views: keeps a screenshot of each, and answers what is wrong: accessibility violations
 * (axe-core) and sideways scrolling.
 */
export async function look(page: Page, name: string, views: readonly LookedAt[] = VIEWS): Promise<Fault[]> {
  mkdirSync(FOLDER, { recursive: true });
  const faults: Fault[] = [];
  const before = page.viewportSize();
  for (const { width, colorScheme } of views) {
    const view = `${width}-${colorScheme}`;
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    await page.evaluate(TRANSITIONS_ARE_OVER);
    await page.screenshot({ path: join(FOLDER, `${name}-${view}.png`), fullPage: true });
    const found = await findFaults(page);
    faults.push(...found.map((fault) => ({ page: name, view, fault })));
  }
  if (before !== null) await page.setViewportSize(before);
  return faults;
}

/**
 * Colours fade from one scheme to the other; half-way they have no contrast worth measuring. A fade begins with the next
 * frame, and that of something which the new width hides never ends: a second is enough for all of it.
 */
const TRANSITIONS_ARE_OVER = `Promise.race([
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    .then(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished))),
  new Promise((resolve) => setTimeout(resolve, 1_000)),
]).then(() => 0)`;

/** Run in the page, where the root's types know no `document`. */
const FIND_VIOLATIONS = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`;
const IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth";

async function findFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(AXE);
  const violations = await page.evaluate<string[]>(FIND_VIOLATIONS);
  return (await page.evaluate<boolean>(IS_TOO_WIDE)) ? [...violations, "scrolls sideways"] : violations;
}
