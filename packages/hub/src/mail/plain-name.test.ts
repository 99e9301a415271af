import { expect, test } from "vitest";
import { isolated, plainName } from "./plain-name.ts";

test.each([
  ["Acme Desk", "Acme Desk"],
  ["  Acme\r\nBcc: eve@evil.example\n ", "Acme Bcc: eve@evil.example"],
  ["Acme\u0000\u001b[31m Desk", "Acme [31m Desk"],
  ["Acme\u2028Desk\u2029", "Acme Desk"],
  ["Acme \u202emoc.live\u202c", "Acme moc.live"],
  ["\u2066Acme\u2069\u200f", "Acme"],
  ["אקמי", "אקמי"],
])("%j is one line of text", (name, expected) => {
  expect(plainName(name, 40)).toBe(expected);
});

test("a long name is cut between characters as people count them", () => {
  const family = "👩‍👩‍👧";
  expect(plainName(family.repeat(5), 3)).toBe(`${family}${family}…`);
  expect(plainName("x".repeat(100), 40)).toHaveLength(40);
  expect(plainName("x".repeat(40), 40)).toBe("x".repeat(40));
});

test("only a name from right to left is isolated", () => {
  expect(isolated("Acme")).toBe("Acme");
  expect(isolated("أكمي 24")).toBe("\u2068أكمي 24\u2069");
});
