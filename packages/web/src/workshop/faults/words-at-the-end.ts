import type { WorkshopConnectOutcome } from "@joinery/contract/workshop";
import { t } from "../../texts/current.ts";

/**
 * What stands on the page at which the browser ended. The hub's pages are drawn by a script, which the workshop's browser
 * does not run: the page's own words are taken from where the page takes them.
 */
export function wordsAtTheEnd(outcome: Pick<WorkshopConnectOutcome, "ended_at" | "reads">, hub: string): string {
  const isHubsLastPage = outcome.ended_at.startsWith(`${hub}/connect/`) && outcome.ended_at.endsWith("/ended");
  if (!isHubsLastPage) return outcome.reads.trim();
  const { title, stranger, nothing } = t.flowPages.ended;
  return [title, stranger(t.flowPages.opening.someone), nothing].join("\n");
}
