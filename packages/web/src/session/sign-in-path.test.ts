import { expect, test } from "vitest";
import { signInPath } from "./sign-in-path.ts";

test("a sign-in begins at one address, and says where to come back to when that is not the first page", () => {
  expect(signInPath()).toBe("/sign-in/start");
  expect(signInPath({ returnPath: "/" })).toBe("/sign-in/start");
  expect(signInPath({ returnPath: null })).toBe("/sign-in/start");
  expect(signInPath({ returnPath: "/accounts/k-1?repair=true" })).toBe(
    "/sign-in/start?return=%2Faccounts%2Fk-1%3Frepair%3Dtrue",
  );
});

test("a fresh sign-in asks the provider to look again", () => {
  expect(signInPath({ again: true, returnPath: "/admin/people" })).toBe(
    "/sign-in/start?again=1&return=%2Fadmin%2Fpeople",
  );
});
