import { type Phrase, strong } from "../phrase.ts";

/** The page of a linked account. */
export const account = {
  in: (integration: string) => `Your account in ${integration}`,
  facts: "About this link",
  displayName: "Name",
  linkedAt: "Linked",
  lastUsed: "Last used",
  neverUsed: "Not used yet",
  verified: "Checked",
  verifiedHint: "The browser that finished the connection was yours.",
  unverified: "Not checked",
  unverifiedHint: (name: string) => `${name} can't let us check whose browser finished the connection.`,
  origin: "Whose account",
  scopes: "Permissions given",
  additional: "More",
  state: {
    pending: "Waiting for your decision",
    active: "Linked",
    attention: "Needs your attention",
    disconnecting: "Being removed",
    gone: "Removed",
  },
  attention: {
    title: "Connect this account again",
    requires_reauthentication: (name: string) =>
      `${name} no longer accepts the permission you gave. That happens when it expires, or when a password changes. Nothing is lost: connect again, with the same account.`,
    rotation_lost: (name: string) =>
      `We lost touch with ${name} while renewing your access. Nobody else has it. Press Reconnect; nothing else changes.`,
    other: (name: string) => `${name} can't use this account any more. Connect again, with the same account.`,
  },
  repair: { well: "This account works. There is nothing to repair." },
  consent: {
    title: (name: string) => `${name} asks for more than you allowed`,
    body: (scopes: string) => `Needs consent for ${scopes}. What you allowed before goes on working.`,
    action: "Give consent",
    mark: "Asks for more",
  },
  choice: {
    title: "Which account did you mean?",
    lead: (meant: string | null) =>
      meant === null
        ? "This account came back when you wanted to repair another one, which has been removed since. It is not used until you choose."
        : "You wanted to repair one account, and another one came back. It is not used until you choose.",
    meant: "You wanted to repair",
    came: "This one came back",
    facts: "About the account that came back",
    replace: {
      title: (came: string, meant: string) => `Use ${came} instead of ${meant}`,
      body: (came: string, meant: string) =>
        `${came} takes its place. ${meant} is disconnected, and you get a receipt for it.`,
    },
    add: {
      title: "Keep both",
      body: (came: string, meant: string) => `${came} becomes a second account. ${meant} stays as it is.`,
    },
    cancel: {
      title: (came: string) => `Don't use ${came}`,
      body: (came: string, meant: string) =>
        `What you just allowed for ${came} is taken back, and you get a receipt for it. ${meant} stays as it is.`,
    },
    use: {
      title: (came: string) => `Use ${came}`,
      body: (integration: string) => `It becomes your account in ${integration}.`,
    },
    drop: {
      title: (came: string) => `Don't use ${came}`,
      body: "What you just allowed for it is taken back, and you get a receipt for it.",
    },
    confirm: "Do this",
    doing: "One moment…",
    outcome: {
      replace: (came: string, meant: string) => `${came} has taken the place of ${meant}.`,
      add: (came: string) => `${came} is linked.`,
      cancel: (came: string) => `${came} was not linked.`,
      receipt: (id: string) => `See the receipt of ${id}`,
    },
  },
  linkedNow: (name: string) => `${name} is linked. You can close the other window.`,
  disconnect: "Disconnect",
  disconnectLead: (name: string) =>
    `Take back what you allowed. ${name} can then no longer do anything with this account.`,
  disconnectQuestion: (id: string, name: string): Phrase => ["Disconnect ", strong(id), " from ", strong(name), "?"],
  disconnectWhat: [
    "The link is removed here at once, and what was stored for it can't be used any more.",
    "The integration is asked to withdraw the access at the external service.",
    "You get a receipt that says what really happened.",
  ],
  disconnectKeeps: (name: string) => `Your account in ${name} itself stays as it is.`,
  disconnecting: "Disconnecting…",
  keep: "Keep it linked",
  alreadyGone: "This link has been removed.",
  toReceipt: "See the receipt",
};
