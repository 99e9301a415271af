import type { PersonView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { findPeople } from "./find-people.ts";

function person(display_name: string, department_name: string | null): PersonView {
  return {
    user_id: display_name,
    display_name,
    email: null,
    initials: "",
    job_title: null,
    department_name,
    role: "member",
    active: true,
  };
}

const people = [person("Ada Lovelace", "Engineering"), person("Bob Martin", "Support"), person("Ada Martin", null)];

test("every word must be found, in any field and any case", () => {
  expect(findPeople(people, "ada eng").map((one) => one.user_id)).toEqual(["Ada Lovelace"]);
  expect(findPeople(people, "MARTIN").map((one) => one.user_id)).toEqual(["Bob Martin", "Ada Martin"]);
  expect(findPeople(people, "  ")).toHaveLength(3);
  expect(findPeople(people, "null")).toEqual([]);
});
