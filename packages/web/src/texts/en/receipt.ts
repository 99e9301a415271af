import type { Receipt } from "@joinery/contract";
import { type Phrase, strong } from "../phrase.ts";

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
