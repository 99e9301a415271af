import type { RefusalReason } from "@joinery/contract";
import type { Remark } from "../../connect/connect-state.ts";
import { type Phrase, strong } from "../phrase.ts";

/** Pressing Connect, and waiting for the other window. */
export const connect = {
  connect: "Connect",
  reconnect: "Reconnect",
  asking: (name: string) => `Asking ${name}…`,
  askingSlow: (name: string) => `${name} is taking its time. We give it ten seconds.`,
  you: "You",
  waiting: {
    title: "Waiting for the other window",
    body: (name: string) =>
      `Log in to ${name} in the window that has opened, and allow the connection there. This page notices by itself.`,
    help: "Window closed, or nowhere to be seen?",
    again: "Open it again",
    slow: "Still waiting. Look for a window behind this one, or open it again.",
  },
  blocked: {
    title: "Your browser blocked the window",
    body: (name: string) => `Open it yourself to log in to ${name}. This page waits here for you.`,
    open: (name: string) => `Continue to ${name}`,
  },
  finishing: {
    title: "Almost there",
    body: (name: string) => `${name} has said yes. We are completing the connection.`,
    unknown: (name: string) =>
      `${name} has not told us whether it worked. You can leave this page: if it did, the account appears in your list. If it doesn't, your administrator can see this attempt.`,
  },
  cancel: "Cancel",
  cancelling: "Cancelling…",
  completed: {
    title: "Connected",
    body: (name: string) => `Your account in ${name} is linked.`,
    action: "Go to the account",
  },
  remarks: {
    choice_needed: {
      title: "Another account came back",
      body: (name) =>
        `You logged in to ${name} with another account than the one you wanted to repair. You choose what becomes of it.`,
      action: "Choose now",
    },
    another_account: {
      title: "That was another account",
      body: (name) =>
        `You logged in to ${name} with another account, which is linked already. It was renewed. The one you wanted to repair is as it was: start again, and log in with that one.`,
      action: "Go to the other account",
    },
  } satisfies Record<Remark, { title: string; body: (name: string) => string; action: string }>,
  burned: {
    title: "This connection has ended",
    body: "It was not finished in your own browser, so it was stopped for safety. Nothing was linked. You can start again here.",
  },
  expired: {
    title: "This took too long",
    body: "A connection has to be finished within some minutes. Nothing was linked. You can start again here.",
  },
  refused: {
    title: "Not connected",
    reasons: {
      access_denied: (name) => `The connection was declined at ${name}. Nothing was linked.`,
      browser_mismatch: () =>
        "It came back in another browser than it began in. Nothing was linked. Open this page in that browser, and start again there.",
      exchange_failed: (name) =>
        `${name} did not complete the last step. Nothing was linked. Try again; if it stays like this, tell your administrator.`,
      external_service_failed: (name) =>
        `The service behind ${name} did not answer as expected. Nothing was linked. Try again a little later.`,
      external_service_refused: (name) =>
        `The service behind ${name} refused the connection. Nothing was linked. Your administrator can see more.`,
      identity_unusable: (name) =>
        `${name} did not say which account this is. Nothing was linked. Tell your administrator.`,
      cancelled: () => "You cancelled the connection. Nothing was linked.",
      outcome_unknown: (name) =>
        `${name} was interrupted at the last step. Nothing was linked here, and nobody can say whether the permission was given there. Your administrator can see this attempt. You can try again.`,
    } satisfies Record<RefusalReason, (name: string) => string>,
    other: () => "The connection was not completed. Nothing was linked.",
  },
  dismiss: "Dismiss",
  startAgain: "Start again",
};

/** The pages in the new window. */
export const flowPages = {
  opening: {
    title: (name: string) => `Asking ${name}…`,
    someone: "the integration",
    body: "In a moment you can log in here.",
    stuck: "Nothing came back. You can close this window; the page you came from says what happened.",
  },
  confirm: {
    title: "Is this you?",
    question: (integration: string, person: string): Phrase => [
      "Connect ",
      strong(integration),
      " to the account of ",
      strong(person),
      "?",
    ],
    person: (name: string | null, email: string | null) => {
      if (name === null) return email ?? "this person";
      return email === null ? name : `${name} (${email})`;
    },
    why: "This connection was started in another browser or session. Go on only if you started it yourself, a moment ago.",
    connect: "Connect",
    connecting: "Going on…",
    no: "No, this wasn't me",
  },
  ended: {
    title: "This connection has ended",
    what: "What happened",
    stranger: (integration: string) =>
      `This link to connect ${integration} was made for someone else, or it is no longer valid. So we stopped here.`,
    starter: (integration: string) => `The connection with ${integration} was stopped before it was complete.`,
    unknown: "This link is no longer valid. So we stopped here.",
    nothing: "Nothing was linked",
    nothingBody: "No account of yours has been linked to anybody. You don't have to undo anything.",
    next: "What you can do",
    nextStranger:
      "If someone sent you this link, you need not tell them anything. To link an account of your own, start from your own page.",
    nextStarter: "Start again from the integration's page, in this browser.",
    action: "Go to your integrations",
    toIntegration: (name: string) => `Go to ${name}`,
  },
  done: {
    title: "Connected",
    body: (integration: string, account: string | undefined): Phrase =>
      account === undefined
        ? ["Your account in ", strong(integration), " is linked."]
        : ["Your account ", strong(account), " in ", strong(integration), " is linked."],
    close: "You can close this window.",
    account: "Go to the account",
    another: {
      title: "Another account came back",
      body: (came: string, meant: string | null): Phrase =>
        meant === null
          ? [strong(came), " is not used until you have chosen what becomes of it."]
          : [
              "You wanted to repair ",
              strong(meant),
              ", and ",
              strong(came),
              " came back. It is not used until you choose.",
            ],
      action: "Choose what becomes of it",
    },
    finishing: "Almost there",
    finishingBody: (name: string) => `We are completing the connection with ${name}.`,
  },
};
