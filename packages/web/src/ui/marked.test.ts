import { expect, test } from "vitest";
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
