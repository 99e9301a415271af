import { expect, test } from "vitest";
import { groupChecks } from "./group-checks.ts";
import { markedParts } from "./marked.ts";

test("code and labels are set apart, and nothing else", () => {
  expect(markedParts("Send `a * b` and press *Connect*.")).toEqual([
    { kind: "text", text: "Send " },
    { kind: "code", text: "a * b" },
    { kind: "text", text: " and press " },
    { kind: "label", text: "Connect" },
    { kind: "text", text: "." },
  ]);
});

test.each(["2 * 3", "a ` b", "*", ""])("%j stays as it is", (text) => {
  const parts = markedParts(text);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(parts.every(({ kind }) => kind === "text")).toBe(true);
});

test("checks stand under their profile, in the order in which they come", () => {
  const checks = [
    { id: "a", profile: "core" },
    { id: "b", profile: "revoke" },
    { id: "c", profile: "core" },
  ];
  expect(groupChecks(checks)).toEqual([
    { profile: "core", checks: [checks[0], checks[2]] },
    { profile: "revoke", checks: [checks[1]] },
  ]);
});
