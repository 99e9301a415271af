import { type Phrase, strong } from "../phrase.ts";

/** *Manage integrations* and the page of one integration. */
export const integrations = {
  title: "Manage integrations",
  lead: "Link your accounts in other systems, so that they can work for you here. You decide, and you can take it back at any time.",
  linked: "Linked",
  available: "Available to you",
  empty: {
    title: "No integrations yet",
    body: "As soon as your administrator adds one, you can link your account here.",
    admin: "Add the first integration",
  },
  state: {
    none: "Not linked",
    disabled: "Switched off",
    attention: "Needs your attention",
    consent: "Linked, asks for more",
    accounts: { one: "linked account", other: "linked accounts" },
  },
  disabled: (name: string) => `${name} is switched off at the moment. Your administrator can switch it on again.`,
  mayDo: (name: string) => `What ${name} may do for you`,
  mayDoNothing: "Nothing has been written down here. Ask your administrator if you are unsure.",
  mayDoFoot: "Only once you have linked an account, and only until you disconnect it.",
  unverified: {
    title: "The account is not checked",
    body: (name: string) =>
      `${name} can't let us check that the account you log in to becomes linked to you, and to nobody else. Press Connect yourself, and never open such a link that someone sent you.`,
  },
  accounts: "Linked accounts",
  noAccounts: (name: string) => `You have no linked account in ${name}.`,
  another: "Connect another account",
  cameOn: (date: string) => `Came back ${date}`,
  waitingFor: {
    what: (id: string, name: string): Phrase => [
      "An earlier link to ",
      strong(id),
      ` is still being removed: ${name} has not confirmed yet.`,
    ],
    next: (when: string) => `We ask again ${when}. You can connect again when that is done.`,
    stopped:
      "We have stopped asking, and your administrator decides how it goes on. You can connect again when that is done.",
    receipt: "See how far it is",
  },
  linkedOn: (date: string) => `Linked ${date}`,
  actions: "What you can do here",
  actionsLater: (actions: string) => `Once you have, you can do this from here: ${actions}.`,
  actionSend: "Send",
  actionSending: (name: string) => `Asking ${name}…`,
  actionDone: (name: string) => `${name} has done it.`,
  actionAnswer: (name: string): Phrase => [strong(name), " says:"],
  actionFailed: (name: string) => `${name} could not do this.`,
  optional: "optional",
  removed: "Removed links",
  removedOn: (date: string) => `Removed ${date}`,
  removingSince: (date: string) => `Asked for ${date}`,
  removing: "still being removed",
};
