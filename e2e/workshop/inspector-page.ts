import type { Locator, Page } from "playwright-core";

/** Steps that only show something, or that are asked for once and then remembered. */
const BESIDE = ["Last page", "Status", "Discovery", "Signing keys", "Ask the person"];

/** Run in the page: way and step of every row of the time line. */
const SAID = `[...document.querySelectorAll("a[data-row]")].map((row) => {
  const way = [...row.querySelectorAll("span")].find((part) => / → /.test(part.textContent) && part.children.length === 0);
  return way.textContent + ": " + way.nextElementSibling.firstElementChild.textContent;
})`;

/** The inspector as a person sees it. */
export function inspectorOn(page: Page) {
  const rows = page.locator("a[data-row]");
  return {
    page,
    rows,
    flows: page.getByRole("region", { name: "Flows" }),
    row: (step: string, way?: string): Locator => {
      const named = rows.filter({ has: page.getByText(step, { exact: true }) });
      return (way === undefined ? named : named.filter({ hasText: way })).first();
    },
    pane: (step: string): Locator => page.getByRole("region", { name: step, exact: true }),
    /** "Hub → Integration: Connect", row by row, without what only shows. */
    async said(): Promise<string[]> {
      const all = await page.evaluate<string[]>(SAID);
      return all.filter((line) => !BESIDE.some((step) => line.endsWith(`: ${step}`)));
    },
    idIn: () => new URL(page.url()).searchParams.get("exchange"),
  };
}
