/** One field of a page of ours. */
export interface Field {
  /** Its name among the answers: letters, digits and `_`. */
  name: string;
  /** What people read above it. */
  label: string;
  /** One sentence below it: what it looks like, where it is found. */
  hint?: string;
  /** A secret is hidden while it is typed and never shown again. */
  secret?: boolean;
  /** May be left empty. */
  optional?: boolean;
  /** What the browser may fill in (HTML, autofill detail tokens): `username`, `current-password`; `off` by default. */
  autocomplete?: string;
}

/** What a page of ours asks. */
export interface Question {
  /** `site`: then it goes on to the service's log-in. `credentials`: then it is done. */
  about: "site" | "credentials";
  fields: readonly Field[];
  /** A sentence above the fields. */
  intro?: string | undefined;
  /** Where to find what is asked. */
  help?: { text: string; url: string } | undefined;
}

/** More characters of one answer are not read: a token of the longest kind, with room. */
export const ANSWER_MAX = 8_192;
