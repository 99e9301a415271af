import type { SignInFailure } from "@joinery/contract/pages";

/** Words used everywhere: the frame of the pages, waiting, failing. */
export const general = {
  product: "Joinery",
  title: (page: string) => `${page} · Joinery`,
  skip: "Skip to content",
  mainNavigation: "Main",
  breadcrumb: "Where you are",
  loading: "Loading…",
  slow: "This is taking longer than usual. We are still trying.",
  tryAgain: "Try again",
  back: "Back",
  cancel: "Cancel",
  close: "Close",
  copy: "Copy",
  copied: "Copied",
  copyFailed: "Could not copy. Please select the text and copy it yourself.",
  never: "never",
  unknown: "unknown",
  requestId: (id: string) => `Request ${id}`,
  moreRows: "Show earlier ones",
  loadingMore: "Loading…",
  unreachable: "We can't reach Joinery at the moment. Check your connection; we keep trying.",
  reachableAgain: "Connected again.",
  notFound: {
    title: "There is nothing here",
    body: "The address may be mistyped, or what was here has been removed.",
    action: "Go to your integrations",
  },
  noPermission: {
    title: "This page is for administrators",
    body: "You are signed in, but this part is kept for the people who look after the integrations. Ask one of them if you need something from here.",
    action: "Go to your integrations",
  },
  failed: { title: "This page could not be loaded" },
  crashed: {
    title: "Something broke on this page",
    body: "It is our mistake, not yours. Loading the page again usually helps.",
    action: "Load again",
  },
};

/** Signing in and out, and the menu of the person. */
export const session = {
  title: "Sign in",
  to: (organisation: string) => `to ${organisation}`,
  why: (integration: string) =>
    `Somebody in this browser wants to connect ${integration}. Sign in, and we go on from there.`,
  elsewhere:
    "You have been signed out, perhaps in another window or because some time has passed. Sign in to go on where you were.",
  development:
    "This hub runs on your own machine for trying things out, so there is no password. Choose who you want to be.",
  developmentToo: "This hub runs on your own machine, so you can also simply choose who you want to be.",
  none: "No way to sign in is set up yet. Please ask your administrator.",
  signingIn: "Signing in…",
  continueWith: (provider: string) => `Continue with ${provider}`,
  leaving: "One moment…",
  goingTo: (provider: string) => `Going to ${provider}…`,
  slowProvider: (provider: string) => `${provider} is taking its time.`,
  someProvider: "your identity provider",
  failures: {
    not_started_here: {
      title: "That sign-in was not begun here",
      body: () =>
        "It came from another browser, or from a link that was already used. Nobody is signed in. Begin again here.",
    },
    took_too_long: {
      title: "That took too long",
      body: () => "A sign-in has to be finished within some minutes. Begin again here.",
    },
    refused_there: {
      title: "You were not let in",
      body: (provider) =>
        `${provider} ended the sign-in, or you did. Try again. If it stays like this, ask your administrator whether you may use Joinery.`,
    },
    answer_wrong: {
      title: "That did not work",
      body: (provider) =>
        `${provider} gave an answer we can't use, so we let nobody in. Try again. If it stays like this, tell your administrator.`,
    },
    freshness_unknown: {
      title: "We can't tell when you signed in",
      body: (provider) =>
        `For what you were about to do you have to sign in anew, and ${provider} does not say when you did. Your administrator has to let it send the claim auth_time.`,
    },
    provider_unreachable: {
      title: "No answer",
      body: (provider) => `We can't reach ${provider} at the moment. Try again in a few minutes.`,
    },
    person_unknown: {
      title: "You are not known here yet",
      body: (provider, organisation) =>
        `${provider} knows you, but nobody has added you to ${organisation} here. Ask your administrator. If you meant another account, sign out at ${provider} first.`,
    },
    person_inactive: {
      title: "Your access is switched off",
      body: (_, organisation) => `You can't sign in to ${organisation} at the moment. Ask your administrator.`,
    },
  } satisfies Record<SignInFailure, { title: string; body: (provider: string, organisation: string) => string }>,
  fresh: {
    title: "Please sign in again",
    why: "It has been a while since you signed in. For this we look again who it is, so that a browser left open is not enough.",
    thenBack: "You come back to this page. What you had begun here is then still to do.",
    thenHere: "Then press the button on this page once more.",
    stillMe: (name: string) => `I am ${name}`,
  },
  role: { administrator: "Administrator", auditor: "Auditor" },
  auditorLooks: "You are here as an auditor: you see everything, and change nothing.",
  you: (name: string) => `You are ${name}`,
  menu: (name: string) => `Your menu, ${name}`,
  signOut: "Sign out",
  sessions: {
    title: "Where you are signed in",
    lead: "Every browser in which you are signed in here. End what you don't recognise.",
    here: "This browser",
    elsewhere: "Elsewhere",
    nowhereElse: "You are signed in nowhere else.",
    current: "You are here",
    unknownBrowser: "Unknown browser",
    since: (at: string) => `Signed in ${at}`,
    method: { development: "chosen from the list", oidc: "by the identity provider" },
    seen: "last seen",
    end: "End",
    ending: "Ending…",
    endOthers: "End all others",
    endOthersQuestion: "End all your other sessions?",
    endOthersWhat: "You stay signed in here. Everywhere else you have to sign in again.",
  },
  setup: {
    title: "Become the first administrator",
    lead: (organisation: string) =>
      `Nobody looks after ${organisation} here yet. When this hub started it printed a code. Whoever enters it administers the hub from then on.`,
    code: "One-time code",
    hint: "It stands in the output of the hub's latest start, and works once.",
    wrong: "This is not the code, or it was already used. Look again at the output of the hub's latest start.",
    send: "Become administrator",
    sending: "Looking…",
    done: {
      title: "You are the administrator now",
      body: "The code has done its work and can't be used again. Next, add an integration, or see who belongs here.",
      action: "Go to the admin panel",
    },
    closed: {
      title: "There is nothing to enter here",
      body: "Either somebody administers this hub already: then ask them. Or the code was entered wrongly too often: then start the hub again, and it prints a new one.",
      action: "Go to your integrations",
    },
    already: {
      title: "You are an administrator",
      body: "There is nothing to enter here any more.",
      action: "Go to the admin panel",
    },
    line: "Nobody administers this hub yet.",
    enter: "Enter the code that its start has printed",
  },
  myIntegrations: "My integrations",
  adminPanel: "Admin panel",
};
