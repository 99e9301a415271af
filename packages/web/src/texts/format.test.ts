import { expect, test } from "vitest";
import { createFormat } from "./format.ts";
import { plainText, strong } from "./phrase.ts";

const format = createFormat("en-GB", "UTC");
const now = new Date("2026-11-23T12:00:00Z");

test.each([
  ["2026-11-23T11:59:40Z", "now"],
  ["2026-11-23T11:57:00Z", "3 minutes ago"],
  ["2026-11-23T09:00:00Z", "3 hours ago"],
  ["2026-11-22T11:00:00Z", "yesterday"],
  ["2026-11-16T11:00:00Z", "16 November 2026"],
])("%s reads %j", (at, words) => expect(format.ago(at, now)).toBe(words));

test.each([
  ["2026-11-23T11:59:00Z", "now"],
  ["2026-11-23T12:00:20Z", "now"],
  ["2026-11-23T12:25:00Z", "in 25 minutes"],
  ["2026-11-23T15:10:00Z", "in 3 hours"],
  ["2026-11-26T11:00:00Z", "26 November 2026 at 11:00"],
])("%s lies ahead as %j", (at, words) => expect(format.until(at, now)).toBe(words));

test("one and many", () => {
  const forms = { one: "account", other: "accounts" };
  expect(format.count(1, forms)).toBe("1 account");
  expect(format.count(0, forms)).toBe("0 accounts");
  expect(format.count(1_200, forms)).toBe("1,200 accounts");
});

test("short times in milliseconds, long ones in seconds", () => {
  expect(format.duration(84.4)).toBe("84 ms");
  expect(format.duration(1_840)).toBe("1.8s");
});

test("a phrase without emphasis is the sentence", () => {
  expect(plainText(["Connect ", strong("Acme *Desk*"), "?"])).toBe("Connect Acme *Desk*?");
});

test("small sizes in bytes, larger ones in kilobytes", () => {
  expect(format.bytes(1)).toBe("1 byte");
  expect(format.bytes(812)).toBe("812 bytes");
  expect(format.bytes(12_440)).toBe("12.4 kB");
});
