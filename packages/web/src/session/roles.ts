import type { PersonView } from "@joinery/contract/pages";

/** Whether somebody finds the way to the admin panel: administrators, and auditors, who only look. */
export function seesAdminPanel(person: Pick<PersonView, "role">): boolean {
  return person.role !== "member";
}

/** Whether somebody may change what the admin panel shows. The hub decides; this keeps pages from offering what it refuses. */
export function mayChangeThings(person: Pick<PersonView, "role">): boolean {
  return person.role === "administrator";
}
