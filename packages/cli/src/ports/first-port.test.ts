import { expect, test } from "vitest";
import { createOptionValues } from "../option-values.ts";
import { firstPortOf } from "./first-port.ts";

test.each([
  ["what was typed", { port: "4200" }, { JOINERY_PORT: "4100" }, 4_200],
  ["else what the environment says", {}, { JOINERY_PORT: "4100" }, 4_100],
  ["else the usual one", {}, {}, 4_000],
  ["also when the variable is empty", {}, { JOINERY_PORT: "" }, 4_000],
])("the first port is %s", (_name, typed, env, port) => {
  expect(firstPortOf(createOptionValues(typed), env)).toBe(port);
});

test.each(["port", "0", "70000"])("JOINERY_PORT=%s is refused by its name", (value) => {
  expect(() => firstPortOf(createOptionValues({}), { JOINERY_PORT: value })).toThrow(/^JOINERY_PORT is a port/);
});
