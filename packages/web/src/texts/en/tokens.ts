import { type Phrase, strong } from "../phrase.ts";

/** What differs from one kind of token to another. */
export interface TokenWords {
  title: string;
  lead: string;
  empty: string;
  /** Beside a new token. */
  token: string;
  /** What revoking one means. */
  consequence: string;
}

/** Lists of tokens: made, shown once, revoked. */
export const tokens = {
  name: "Name of the new token",
  create: "Make a token",
  making: "Making…",
  shown: "Copy it now. It is shown this once.",
  created: (date: string) => `Made ${date}`,
  lastUsed: (ago: string) => `last used ${ago}`,
  neverUsed: "never used",
  revoke: "Revoke",
  revoking: "Revoking…",
  revokeLabel: (name: string) => `Revoke ${name}`,
  question: (name: string): Phrase => ["Revoke ", strong(name), "?"],
  integration: {
    title: "API tokens",
    lead: "The integration uses one to call the hub.",
    empty: "No token. The integration can't save accounts without one.",
    token: "API token",
    consequence: "Whoever uses this token is locked out at once. It can't be undone.",
  } satisfies TokenWords,
  directory: {
    title: "Tokens",
    lead: "Whoever has one can add and offboard everybody here. Each is shown once.",
    empty: "No token yet, so no directory can reach this hub.",
    token: "Token",
    consequence:
      "The directory that uses it is refused from now on, so it offboards nobody any more until it has another one.",
  } satisfies TokenWords,
};
