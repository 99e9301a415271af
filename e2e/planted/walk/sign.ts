import type { Walker } from "./walker.ts";

/** Walks, and says what was wrong; nothing when all was right. */
export type Sign = (walker: Walker) => Promise<string | undefined>;

/** What a sign answers. */
export const isFault = (wrong: boolean, saw: string): string | undefined => (wrong ? saw : undefined);
