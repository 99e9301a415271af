import type { PersonView } from "@joinery/contract/pages";
import { type Phrase, strong } from "../phrase.ts";

type Role = PersonView["role"];

/** What a person may do here, and where they are signed in, as an administrator sees it. */
export const access = {
  role: {
    title: "Role",
    label: "What this person may do here",
    roles: {
      member: "Member: links accounts of their own",
      auditor: "Auditor: sees the admin panel, changes nothing",
      administrator: "Administrator: changes everything",
    } satisfies Record<Role, string>,
    saving: "Saving…",
    saved: "Saved.",
  },
  sessions: {
    title: "Where they are signed in",
    nowhere: (name: string) => `${name} is signed in nowhere.`,
    endAll: "End all",
    question: (name: string): Phrase => ["Sign ", strong(name), " out everywhere?"],
    what: "They can sign in again. Connects that they have begun and not finished end, too.",
  },
};
