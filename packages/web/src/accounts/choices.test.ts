import { expect, test } from "vitest";
import { choicesFor, outcomeOfChoice } from "./choices.ts";

const PARTIES = { came: "jane.doe", meant: "john.doe", integration: "Acme Desk" };

test("the three choices name both accounts and what becomes of each", () => {
  const choices = choicesFor(PARTIES);
  expect(choices.map((choice) => choice.value)).toEqual(["replace", "add", "cancel"]);
  expect(choices.map((choice) => choice.body).every((body) => body.includes("john.doe"))).toBe(true);
});

test("an account that was removed meanwhile can't be replaced", () => {
  expect(choicesFor({ ...PARTIES, meant: null }).map((choice) => choice.value)).toEqual(["add", "cancel"]);
});

test("the outcome says what was done, to whom", () => {
  const told = (choice: "replace" | "add" | "cancel") => outcomeOfChoice({ ...PARTIES, choice, receiptOf: null });
  expect(told("replace")).toBe("jane.doe has taken the place of john.doe.");
  expect(told("add")).toBe("jane.doe is linked.");
  expect(told("cancel")).toBe("jane.doe was not linked.");
});
