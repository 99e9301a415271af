import type { Page } from "playwright-core";

/** More stops than any page of ours has. */
const STOPS = 60;

/** Run in the page: what a screen reader would call the element that has the focus. */
const FOCUSED_NAME = `(() => {
  const element = document.activeElement === document.body ? null : document.activeElement;
  const label = (document.getElementById(element?.getAttribute("aria-labelledby") ?? "") ?? element?.labels?.[0])?.textContent;
  const spoken = element?.cloneNode(true);
  for (const silent of spoken?.querySelectorAll("[aria-hidden=true]") ?? []) silent.remove();
  return (element?.getAttribute("aria-label") ?? label ?? spoken?.textContent ?? "").trim();
})()`;

/** Presses Tab until something of that name has the focus; fails when the keyboard does not reach it. */
export async function tabTo(page: Page, name: RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < STOPS; stop++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(FOCUSED_NAME);
    if (name.test(focused)) return;
    passed.push(focused);
  }
  throw new Error(`The keyboard does not reach ${name}. It reached: ${[...new Set(passed)].join(" | ")}`);
}

/** Goes to something by Tab and presses Enter. */
export async function enter(page: Page, name: RegExp): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press("Enter");
}
