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
  none: "No way to sign in is set up yet. Please ask your administrator.",
  signingIn: "Signing in…",
  role: { administrator: "Administrator", auditor: "Auditor" },
  auditorLooks: "You are here as an auditor: you see everything, and change nothing.",
  you: (name: string) => `You are ${name}`,
  menu: (name: string) => `Your menu, ${name}`,
  signOut: "Sign out",
  myIntegrations: "My integrations",
  adminPanel: "Admin panel",
};
