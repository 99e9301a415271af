import type { PersonKey } from "@joinery/contract/workshop";
import { signIn, type Visitor } from "./visitor.ts";

/** Creates what answers the signed-in visit of a person: one for each, begun anew when the session has ended. */
export function createVisitors(
  hubUrl: string,
  people: Readonly<Record<PersonKey, string>>,
): (key: PersonKey) => Promise<Visitor> {
  const visitors = new Map<PersonKey, Promise<Visitor>>();

  function begin(key: PersonKey): Promise<Visitor> {
    const begun = signIn(hubUrl, people[key]);
    visitors.set(key, begun);
    // A failure is told to whoever asked; the next one tries again.
    begun.catch(() => visitors.delete(key));
    return begun;
  }

  return async (key) => {
    const known = await (visitors.get(key) ?? begin(key));
    return (await known.ask("GET", "/api/me")).status === 401 ? begin(key) : known;
  };
}
