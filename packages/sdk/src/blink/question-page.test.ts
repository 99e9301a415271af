import { expect, test } from "vitest";
import { toShownPerson } from "./question-page.ts";
import { blinkUsers } from "./read-answers.ts";

function shown(display_name: string): string | undefined {
  const [user] = blinkUsers.parse([{ id: "u-1", display_name }]);
  return user && toShownPerson(user)?.name;
}

test.each(["\u3164", "\u115f\u1160", "\u2800\u2800", "\u200b\u2060", "\u202e", "\ufe0f", " \n"])(
  "a name in which nothing can be seen is none: %j",
  (name) => {
    expect(shown(name)).toBeUndefined();
  },
);

test("a name can't pile up accents until they lie over what stands below it", () => {
  expect(shown(`A${"\u0316".repeat(79)}da`)).toBe(`A${"\u0316".repeat(4)}da`);
});

test.each(["Zoë Nguyễn", "李小龍", "עָדָה", "Ада Лавлейс", "ஆடா"])("%s is shown as it is", (name) => {
  expect(shown(name)).toBe(name);
  expect(shown(name.normalize("NFD"))).toBe(name.normalize("NFD"));
});
