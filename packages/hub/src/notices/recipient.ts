import type { PersonRow } from "../directory/people.ts";
import { isMailAddress } from "../mail/address.ts";
import { plainName } from "../mail/plain-name.ts";

const NAME_MAX = 80;

/** Where a person's mail goes; `undefined` for somebody who has left, or has no address that is one. */
export function recipientOf(person: PersonRow | undefined): { name: string; address: string } | undefined {
  if (person?.account_status !== "active" || person.email === null || !isMailAddress(person.email)) return undefined;
  return { name: plainName(person.display_name ?? "", NAME_MAX), address: person.email };
}
