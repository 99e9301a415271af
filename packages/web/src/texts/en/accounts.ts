import type { Receipt } from "@joinery/contract";
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

interface CauseFacts {
  /** Who asked for it, when a person did. */
  by: string | null;
  integration: string;
  organisation: string;
}

/** The receipt of a removed link: three lines, each as true as we know it. */
export const receipt = {
  title: "Receipt",
  organisation: "the organisation",
  heading: (id: string): Phrase => [strong(id), " is disconnected"],
  running: (id: string): Phrase => ["Disconnecting ", strong(id)],
  integration: "Integration",
  owner: "Account of",
  requestedBy: "Asked by",
  byIntegration: "The integration itself",
  byDirectory: "Your organisation's directory",
  number: "No.",
  issued: "Issued",
  stamp: { finished: "Removed", waiting: "In progress", stuck: "Unfinished" },
  /** Why the link was removed, to its owner. */
  causes: {
    person: () => "Removed because you disconnected it.",
    administrator: ({ by }) => `Removed because ${by ?? "an administrator"} disconnected it for you.`,
    offboarding: ({ organisation }) =>
      `Removed because you left ${organisation}, or your access there was switched off.`,
    replaced: () => "Removed because you put another account in its place.",
    cancelled: () => "Removed because another account came back than the one you meant, and you did not keep it.",
    integration: ({ integration }) => `Removed because ${integration} removed it itself.`,
  } satisfies Record<Receipt["cause"], (about: CauseFacts) => string>,
  lines: {
    removed: {
      title: "Removed here",
      body: "It is out of your list, and what was stored for it can't be used any more.",
    },
    acknowledged: {
      acknowledged: {
        title: "Acknowledged by the integration",
        body: (name: string) => `${name} has confirmed that it forgot the link.`,
      },
      unknown_account: {
        title: "Unknown to the integration",
        body: (name: string) => `${name} does not know this account. There is nothing left to confirm.`,
      },
      waiting: {
        title: "Not yet acknowledged",
        body: (name: string) => `${name} has not confirmed yet. We keep asking, for three days.`,
      },
      needs_administrator: {
        title: "Not acknowledged",
        body: (name: string) =>
          `${name} has not confirmed within three days, so we stopped asking. Your administrator sees this and decides how it goes on.`,
      },
      finished_anyway: {
        title: "Finished without an acknowledgement",
        body: (name: string, by: string | null) =>
          `${name} never confirmed. ${by ?? "An administrator"} has ended this, and what was stored here is destroyed.`,
      },
    } satisfies Record<
      Receipt["acknowledged"]["state"],
      { title: string; body: (name: string, by: string | null) => string }
    >,
    withdrawn: {
      revoked: { title: "Withdrawn at the external service", body: "The access you gave is no longer valid there." },
      already_invalid: {
        title: "Already invalid at the external service",
        body: "The access you gave had ended before.",
      },
      not_supported: {
        title: "Can't be withdrawn at the external service",
        body: "It offers no way to do that. You can look in its own settings for apps with access.",
      },
      shared: {
        title: "Kept at the external service",
        body: "Another account you linked uses the same access, so it was not withdrawn.",
      },
      failed: {
        title: "Not withdrawn at the external service",
        body: "It was tried and did not work. Look in its own settings for apps with access, and remove it there.",
      },
      unknown: {
        title: "Unknown at the external service",
        body: "The integration has not said whether the access was withdrawn there.",
      },
    } satisfies Record<Receipt["withdrawn"]["state"], { title: string; body: string }>,
  },
  attempt: {
    count: { one: "attempt so far", other: "attempts so far" },
    next: (at: string) => `Next one ${at}`,
    problems: {
      INTEGRATION_UNREACHABLE: (name: string) => `Last time ${name} could not be reached`,
      INTEGRATION_TIMEOUT: (name: string) => `Last time ${name} didn't answer in time`,
      INTEGRATION_ANSWER_WRONG: (name: string) => `Last time ${name} gave an answer we can't use`,
      INTEGRATION_BUSY: (name: string) => `Last time ${name} was busy`,
      INTEGRATION_DISABLED: (name: string) => `${name} is switched off, so it can't be asked`,
      LEASE_HELD: (name: string) => `${name} is renewing the access right now`,
    },
    otherProblem: (name: string) => `Last time ${name} did not confirm`,
  },
  tryAgain: "Try again",
  trying: "Asking again…",
  print: "Print",
  thanks: "Keep this if you like. It stays available here, too.",
  toIntegration: (name: string) => `Go to ${name}`,
};
