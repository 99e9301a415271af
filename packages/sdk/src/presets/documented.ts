import type { Fact } from "../external/preset.ts";

/** When all of them were read. */
const ON = "2026-12-01";

type Says = Readonly<Record<string, string>>;

/** Facts that one page of a vendor's documents states, by the member of the profile that each is about. */
export const documented = (source: string, says: Says): Fact[] => factsOf(source, says, "documents");

/** Facts that others report of a page whose place that should state them was not seen. */
export const reported = (source: string, says: Says): Fact[] => factsOf(source, says, "second_hand");

function factsOf(source: string, says: Says, known: Fact["known"]): Fact[] {
  return Object.entries(says).map(([about, sentence]) => ({ about, says: sentence, source, on: ON, known }));
}
