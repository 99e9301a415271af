import type { Fact } from "../external/preset.ts";

/** Facts that one page of a vendor's documents states, by the member of the profile that each is about. */
export function documented(source: string, says: Readonly<Record<string, string>>, on = "2026-12-01"): Fact[] {
  return Object.entries(says).map(([about, sentence]) => ({ about, says: sentence, source, on, known: "documents" }));
}
