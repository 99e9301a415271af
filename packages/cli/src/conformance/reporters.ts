export const REPORTERS = ["pretty", "json", "junit", "md"] as const;

export type Reporter = (typeof REPORTERS)[number];
