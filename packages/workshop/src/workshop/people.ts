import type { PersonKey, WorkshopPerson } from "@joinery/contract/workshop";
import type { OrganisationFacts } from "../demo/facts.ts";

/** Who is who at Acme Desk, unless a connect says otherwise. */
const ACCOUNTS = {
  ada: { name: "Ada Lovelace", account: "john.doe" },
  bob: { name: "Bob Stone", account: "bob.stone" },
  eve: { name: "Eve Marsh", account: "eve.marsh" },
} as const;

/** Lists the people of the workshop. */
export function listPeople({ people }: OrganisationFacts): readonly WorkshopPerson[] {
  return (Object.keys(ACCOUNTS) as PersonKey[]).map((key) => ({ key, user_id: people[key], ...ACCOUNTS[key] }));
}

/** The account a person uses at Acme Desk. */
export function accountOf(key: PersonKey): string {
  return ACCOUNTS[key].account;
}
