import { describe, expect, test } from "vitest";
import type { Preset } from "../external/preset.ts";
import * as presets from "../presets.ts";

const ALL: [string, Preset][] = Object.entries(presets);

/** A fact may be about one value, or about a small object as a whole such as `quirks.errors`; never about half of a profile. */
const covers = (about: string, leaf: string) => about === leaf || (about.includes(".") && leaf.startsWith(`${about}.`));

/** The members that hold a value, by their paths; a list is one value. */
function leavesOf(value: object, path = ""): string[] {
  return Object.entries(value).flatMap(([name, member]) => {
    const here = path === "" ? name : `${path}.${name}`;
    return member instanceof Object && !Array.isArray(member) ? leavesOf(member, here) : [here];
  });
}

function isThere(profile: object, about: string): boolean {
  let value: unknown = profile;
  for (const name of about.split(".")) value = (value as Record<string, unknown> | undefined)?.[name];
  return value !== undefined;
}

test("the eight services of the issue have a preset", () => {
  expect(ALL.map(([, { name }]) => name).sort()).toEqual([
    "Atlassian",
    "GitHub",
    "Google",
    "Microsoft",
    "Salesforce",
    "ServiceNow",
    "Slack",
    "Zendesk",
  ]);
});

describe.each(ALL)("%s", (_, { profile, facts }) => {
  test("each member of the profile has a fact", () => {
    const without = leavesOf(profile).filter((leaf) => !facts.some(({ about }) => covers(about, leaf)));
    expect(without).toEqual([]);
  });

  test("each fact is about a member that is there, and there is one for each", () => {
    expect(facts.map(({ about }) => about).filter((about) => !isThere(profile, about))).toEqual([]);
    expect(new Set(facts.map(({ about }) => about)).size).toBe(facts.length);
  });

  test("each fact says a sentence, where it comes from, when it was found, and how", () => {
    for (const { says, source, on, known } of facts) {
      expect(says).toMatch(/^[A-Za-z_].{9,}\.$/);
      expect(new URL(source).protocol).toBe("https:");
      expect(on).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(Number.isNaN(Date.parse(on))).toBe(false);
      expect(["documents", "second_hand", "live"]).toContain(known);
    }
  });

  test("nobody is told apart by an e-mail address", () => {
    expect([profile.identity?.subject ?? []].flat().join(" ")).not.toMatch(/mail|user_?name|login/i);
  });
});
