import { expect, test } from "vitest";
import { nearestOf } from "./nearest.ts";

const NAMES = ["init", "dev", "conformance", "inspect", "fault"];

test.each([
  ["inti", "init"],
  ["conf", "conformance"],
  ["falt", "fault"],
  ["inspekt", "inspect"],
])("%s means %s", (typed, meant) => {
  expect(nearestOf(typed, NAMES)).toBe(meant);
});

test.each(["deploy", "x", "zzzzzzzz"])("%s means nothing", (typed) => {
  expect(nearestOf(typed, NAMES)).toBeUndefined();
});
