import type { PersonView } from "@joinery/contract/pages";

/** Those whose name, address or department contains every word of the text. */
export function findPeople<Person extends PersonView>(people: readonly Person[], text: string): Person[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return people.filter((person) => {
    const haystack = [person.display_name, person.email, person.department_name, person.job_title]
      .join(" ")
      .toLocaleLowerCase();
    return words.every((word) => haystack.includes(word));
  });
}
