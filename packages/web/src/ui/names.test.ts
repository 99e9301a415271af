import { expect, test } from "vitest";
import { Refusal } from "../api/refusal.ts";
import { breakParts } from "./break-parts.ts";
import { fieldErrorsOf } from "./field-errors.ts";
import { initialsOf, tileOf } from "./initials.ts";

test.each([
  ["Acme Desk", "AD"],
  ["notes", "N"],
  ["  Éclair – (beta)", "ÉB"],
  ["🙂", "?"],
  ["", "?"],
])("%j is drawn as %j", (name, letters) => expect(initialsOf(name)).toBe(letters));

test("a name always has the same colour", () => expect(tileOf("Acme Desk")).toBe(tileOf("Acme Desk")));

test.each(["john.doe@acme-desk.example", "a", "", "@@", "plain"])("%j broken and joined is the same", (text) =>
  expect(breakParts(text).join("")).toBe(text),
);

test("a name breaks after its signs", () => {
  expect(breakParts("john.doe@acme-desk.example")).toEqual(["john.", "doe@", "acme-", "desk.", "example"]);
});

test("an error is found at its field, and at the field that holds it", () => {
  const errors = fieldErrorsOf(
    new Refusal({
      code: "BAD_REQUEST",
      message: "",
      status: 400,
      requestId: null,
      errors: [
        { path: "may_do.3", message: "must have at least 1 characters" },
        { path: "name", message: "must be a string" },
      ],
    }),
  );
  expect(errors("may_do")).toBe("Must have at least 1 characters");
  expect(errors("name")).toBe("Must be a string");
  expect(errors("nam")).toBeUndefined();
});
