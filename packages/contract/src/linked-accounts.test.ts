import { expect, test } from "vitest";
import { toFieldErrors } from "./envelope.ts";
import { addLinkedAccountBody, updateLinkedAccountBody } from "./linked-accounts.ts";

const account = { auth_id: "t-1", external_account_id: "john.doe" };

test("an alias counts as its name", () => {
  const body = addLinkedAccountBody.parse({
    ...account,
    token: "at",
    expires_at: "2026-11-23T10:00:00+01:00",
    requires_reauth: true,
  });
  expect(body).toEqual({
    ...account,
    access_token: "at",
    expiry: "2026-11-23T10:00:00+01:00",
    requires_reauthentication: true,
  });
});

test("an alias that says the same as its name is fine, one that differs is refused by its path", () => {
  expect(addLinkedAccountBody.parse({ ...account, token: "at", access_token: "at" })).toEqual({
    ...account,
    access_token: "at",
  });
  const differing = addLinkedAccountBody.safeParse({ ...account, token: "at-1", access_token: "at-2" });
  expect(differing.error && toFieldErrors(differing.error)).toEqual([
    { path: "token", message: "must equal access_token when both are given" },
  ]);
});

test("unknown fields are ignored", () => {
  expect(addLinkedAccountBody.parse({ ...account, colour: "blue" })).toEqual(account);
});

test("an update changes only what is given, and null clears", () => {
  expect(updateLinkedAccountBody.parse({ refresh_token: null })).toEqual({ refresh_token: null });
});

test.each([
  ["a time without an offset", { expiry: "2026-11-23T10:00:00" }, "expiry"],
  ["an empty label", { external_account_id: "" }, "external_account_id"],
  ["a label that is too long", { external_account_id: "x".repeat(256) }, "external_account_id"],
  ["a scope that is no text", { scopes: ["a", 1] }, "scopes.1"],
  ["a picture that is a script", { avatar_url: "javascript:alert(1)" }, "avatar_url"],
])("%s is refused by its path and not repeated", (_name, fault, path) => {
  const result = addLinkedAccountBody.safeParse({ ...account, ...fault });
  const errors = result.error === undefined ? [] : toFieldErrors(result.error);
  expect(errors.map((error) => error.path)).toContain(path);
  expect(JSON.stringify(errors)).not.toMatch(/10:00|xxx|alert/);
});
