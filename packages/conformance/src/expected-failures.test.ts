import { expect, test } from "vitest";
import { parseExpectedFailures } from "./expected-failures.ts";
import { ConformanceMisuse } from "./misuse.ts";

const KNOWN = ["core.url.new", "core.paths.unknown", "revoke.order"];

test("ids, reasons, comments and empty lines", () => {
  const text =
    "# until spring\ncore.url.new  the cache is being rebuilt\r\n\n  revoke.order # see ticket 7\ncore.paths.unknown\n";
  expect([...parseExpectedFailures(text, KNOWN)]).toEqual([
    ["core.url.new", "the cache is being rebuilt"],
    ["revoke.order", "see ticket 7"],
    ["core.paths.unknown", ""],
  ]);
});

test("unknown ids and repeated ones are told by their lines, without what stands there", () => {
  const read = () => parseExpectedFailures("core.url.new\nsecret-pasted-here\ncore.url.new again\n", KNOWN);
  expect(read).toThrow(ConformanceMisuse);
  expect(read).toThrow(/line 2: there is no check of that id; line 3: core\.url\.new stands there already/);
  expect(read).not.toThrow(/secret-pasted-here/);
});

test("an empty file expects nothing", () => {
  expect(parseExpectedFailures("", KNOWN).size).toBe(0);
});
