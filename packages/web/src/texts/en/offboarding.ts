import type { OffboardingReport } from "@joinery/contract/pages";
import { type Phrase, strong } from "../phrase.ts";

type Source = OffboardingReport["source"];

/** When somebody leaves: the button, the report, and the list of reports. */
export const offboarding = {
  nav: "Offboardings",
  title: "Offboardings",
  lead: "Who left, and what became of everything they had linked.",
  empty: {
    title: "Nobody has left yet",
    body: "When a person is offboarded, here by a button or by your directory, the report stands here.",
  },
  section: {
    title: "Offboarding",
    lead: "Ends every session and refuses every sign-in, connect and reading of tokens from one moment on, and disconnects all linked accounts.",
    left: "This person has left: they can't sign in, and nothing they had linked is used any more.",
    button: "Offboard",
    toReport: "Read the report",
    question: (name: string): Phrase => ["Offboard ", strong(name), "?"],
    consequences: (name: string, accounts: string): string[] => [
      `${name} is signed out everywhere and can't sign in again.`,
      `${accounts} are disconnected, and each integration is asked to withdraw the access.`,
      "What was removed stays removed, also when they come back.",
    ],
    busy: "Offboarding…",
    reactivate: "Let them sign in again",
    reactivateQuestion: (name: string): Phrase => ["Let ", strong(name), " sign in again?"],
    reactivateWhat: "They come back as a member. Every account has to be linked anew.",
    reactivating: "Switching on…",
  },
  row: {
    finished: "finished",
    open: (count: string) => `${count} open`,
    accounts: { one: "account", other: "accounts" },
    sources: {
      administrator: "by an administrator",
      csv: "by a file",
      scim: "by the directory",
    } satisfies Record<Source, string>,
  },
  report: {
    title: (name: string) => `Offboarding of ${name}`,
    heading: (name: string): Phrase => ["Offboarding of ", strong(name)],
    organisation: "Organisation",
    person: "Person",
    email: "E-mail",
    employeeId: "Employee number",
    started: "Begun",
    finished: "Finished",
    asked: "Asked by",
    number: "Report",
    sources: {
      administrator: (name: string) => name,
      csv: (name: string) => `${name}, by a file`,
      scim: () => "The organisation's directory (SCIM)",
    } satisfies Record<Source, (name: string) => string>,
    verdict: {
      nothing: "There was nothing to take back: no account was linked.",
      open: "Not finished. We keep asking, and this page follows by itself.",
      allWithdrawn: "Every access is withdrawn at the external services.",
      notWithdrawn:
        "Everything is removed here and acknowledged. Where an access is not known to be withdrawn, somebody has to look at the external service.",
    },
    counts: {
      accounts: "Linked accounts",
      withdrawn: "Withdrawn there",
      notWithdrawn: "Not known to be withdrawn",
      open: "Still open",
    },
    atOnce: "At once",
    sessions: { one: "session ended", other: "sessions ended" },
    flows: { one: "connect under way was stopped", other: "connects under way were stopped" },
    exchanges: {
      one: "connect was past the point where it can be stopped: if it is saved late, it is refused and withdrawn",
      other: "connects were past the point where they can be stopped: what is saved late is refused and withdrawn",
    },
    refused: "Sign-in, new connects and the reading of tokens are refused from the same moment on.",
    accounts: "What became of each account",
    print: "Print",
    json: "Download as JSON",
    toPerson: (name: string) => `Go to ${name}`,
  },
};
