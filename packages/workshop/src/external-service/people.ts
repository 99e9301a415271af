import { createHash, timingSafeEqual } from "node:crypto";

/** A person who has an account at Acme Desk. */
export interface Person {
  /** The service's stable key for the account: `sub` in OpenID terms. */
  subject: string;
  /** What people log in with and recognise the account by: `preferred_username`. */
  username: string;
  name: string;
  email: string;
}

/** The password of everybody: it guards nothing, and the log-in page shows it. */
export const DEMO_PASSWORD = "demo";

/** The people of the workshop. `john.doe` is the account that the published pages show. */
export const PEOPLE: readonly Person[] = [
  { subject: "acme-1001", username: "john.doe", name: "John Doe", email: "john.doe@acme-desk.example" },
  { subject: "acme-1002", username: "bob.stone", name: "Bob Stone", email: "bob.stone@acme-desk.example" },
  { subject: "acme-1003", username: "eve.marsh", name: "Eve Marsh", email: "eve.marsh@acme-desk.example" },
  { subject: "acme-1004", username: "mira.quinn", name: "Mira Quinn", email: "mira.quinn@acme-desk.example" },
];

/** Finds a person by the stable key. */
export function findPersonBySubject(subject: string | undefined): Person | undefined {
  return PEOPLE.find((person) => person.subject === subject);
}

/** Finds a person by user name, written in any case. */
export function findPersonByUsername(username: string): Person | undefined {
  const wanted = username.trim().toLowerCase();
  return PEOPLE.find((person) => person.username === wanted);
}

/** Resolves a log-in: the person, or `undefined` without saying which of the two was wrong. */
export function findPersonByPassword(username: string, password: string): Person | undefined {
  const person = findPersonByUsername(username);
  const isRight = timingSafeEqual(digest(password), digest(DEMO_PASSWORD));
  return isRight ? person : undefined;
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
