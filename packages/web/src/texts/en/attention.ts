import { type Phrase, strong } from "../phrase.ts";

/** What waits for an administrator's decision. */
export const attention = {
  nav: "Attention",
  title: "Needs attention",
  lead: "What nobody but an administrator can bring to an end.",
  waiting: { one: "thing needs an administrator", other: "things need an administrator" },
  empty: {
    title: "Nothing needs you",
    body: "A disconnect that an integration doesn't acknowledge for three days comes here, and so does work of the hub that failed for good.",
  },
  stopped: {
    title: "Disconnects without an end",
    lead: "For three days the integration did not confirm that it forgot the link, so we stopped asking. The link is gone here, but whether the access ended at the external service is open.",
  },
  underWay: {
    title: "Disconnects under way",
    lead: "The integration has not confirmed yet. We keep asking by ourselves.",
  },
  row: {
    owner: (name: string) => `Account of ${name}`,
    removed: (ago: string) => `removed ${ago}`,
    shredded: (date: string) => `Its tokens are kept for withdrawal until ${date}, then they are destroyed.`,
  },
  again: {
    button: "Try again",
    label: (id: string, integration: string) => `Try again: ask ${integration} about ${id}`,
    busy: "Asking…",
    waiting: (integration: string) => `${integration} was asked again, and has not confirmed.`,
    answered: (id: string, integration: string) => `${integration} has confirmed: ${id} is finished.`,
  },
  finish: {
    button: "Finish anyway",
    label: (id: string, integration: string) => `Finish anyway: ${id} in ${integration}`,
    question: (id: string, integration: string): Phrase => [
      "Finish ",
      strong(id),
      " in ",
      strong(integration),
      " without its word?",
    ],
    consequence:
      "The tokens are destroyed now, so nobody can withdraw the access with them any more. If it still exists at the external service, remove it there by hand first. The receipt says that you ended it.",
    reason: "Why",
    reasonHint: "For the audit. For example: removed by hand in the service's own settings.",
    optional: "optional",
    busy: "Finishing…",
    done: (id: string) => `${id} is finished.`,
  },
  orphans: {
    title: "Connects with an unknown end",
    lead: "These connects were begun, and nobody knows how they ended: the integration took the last step but never reported back. An access may exist at the external service without a link here.",
    row: (person: string, integration: string): Phrase => [strong(person), " with ", strong(integration)],
    kinds: {
      silent: (ago: string) => `Exchange begun ${ago}, outcome unknown`,
      reported: (ago: string) =>
        `Exchange begun ${ago}. The integration says that it never learned how the external service answered.`,
    },
    toDo: "Ask the person to look in the external service for an app with access they don't need, or check the integration's own log.",
  },
  jobs: {
    title: "Work that failed",
    lead: "The hub tried these by itself as often as it may. Send one again when its cause is gone.",
    names: {
      "disconnect.attempt": "Telling an integration about a disconnect",
      "event.deliver": "Delivering an event",
      "notice.mail": "Sending an e-mail about a link",
    } as Record<string, string>,
    attempts: { one: "attempt", other: "attempts" },
    failed: (ago: string) => `failed ${ago}`,
    error: "Kind of error",
    again: "Send again",
    againLabel: (name: string, ago: string) => `Send again: ${name}, failed ${ago}`,
    busy: "Sending…",
    sent: "Sent again. If it fails once more, it comes back here.",
  },
};
