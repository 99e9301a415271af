import { expect, test } from "vitest";
import { destinationAfterSignIn, isInternalPath } from "./memory.ts";

test.each(["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/a b", "", "a"])(
  "%j is not a path of this site",
  (path) => expect(isInternalPath(path)).toBe(false),
);

test("a connect that waits goes before the page somebody was on", () => {
  expect(destinationAfterSignIn("/connect/f-1/confirm", "/accounts/k-1")).toBe("/connect/f-1/confirm");
});

test("the page somebody was on replaces the start page", () => {
  expect(destinationAfterSignIn("/", "/accounts/k-1")).toBe("/accounts/k-1");
  expect(destinationAfterSignIn("/", null)).toBe("/");
  expect(destinationAfterSignIn("/", "//evil.example")).toBe("/");
});
