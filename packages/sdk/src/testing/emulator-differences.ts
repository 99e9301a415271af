/**
 * Where the emulators of the package `emulate` 0.12.2 are not as the vendors' documents say. The presets run against them all
 * the same, and follow the documents.
 */
export const EMULATOR_DIFFERENCES = {
  GitHub: [
    "It lists the granted scopes with spaces, not commas.",
    "It has no address to end a token at, so a disconnect reports `failed`.",
  ],
  Google: ["It gives a refresh token whether offline access was asked for or not."],
  Microsoft: [
    "Under `organizations` its metadata names one organisation as issuer, not a place for it.",
    "Its endpoints have no organisation in their path, and one of them withdraws tokens.",
    "A refresh ends the refresh token before it.",
  ],
  Slack: [
    "It gives a token for a bot that nobody asked for; the preset takes the person's all the same.",
    "It does not know `auth.revoke`, so a disconnect reports `failed`.",
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
