import { LATEST_REQUIREMENTS, PROFILES, REQUIREMENTS } from "@joinery/conformance";
import { PORT_OFFSETS } from "@joinery/workshop";
import { expect, test } from "vitest";
import { COMMANDS } from "./commands.ts";
import { PROFILE_NAMES } from "./conformance/definition.ts";
import { optionName } from "./parse-arguments.ts";
import { DEV_PORTS } from "./ports/dev-ports.ts";

test("the profiles of the help are those of the library", () => {
  expect([...PROFILE_NAMES].sort()).toEqual(Object.keys(PROFILES).sort());
  expect(Object.keys(REQUIREMENTS)).toContain(LATEST_REQUIREMENTS);
});

test("the ports that are looked at are those that the workshop takes", () => {
  const offsets = Object.fromEntries(Object.entries(DEV_PORTS).map(([name, { offset }]) => [name, offset]));
  const { upstream: _, ...taken } = PORT_OFFSETS;
  expect(offsets).toEqual(taken);
});

test.each(COMMANDS.map((command) => [command.name, command] as const))(
  "%s is described wholly, and can be loaded",
  async (_, command) => {
    expect(command.examples.length).toBeGreaterThan(0);
    expect(command.next.length).toBeGreaterThan(0);
    expect(command.options.map((option) => optionName(option).name)).toContain("json");
    expect(new Set(command.options.map(({ flags }) => flags)).size).toBe(command.options.length);
    expect(await command.load()).toBeTypeOf("function");
  },
);
