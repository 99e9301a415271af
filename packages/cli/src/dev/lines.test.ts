import { expect, test } from "vitest";
import { createLineCutter } from "./lines.ts";

test("a line is told once, when it is whole, however it arrives", () => {
  const lines: string[] = [];
  const cutter = createLineCutter((line) => lines.push(line));
  for (const part of ["one\ntw", "o\r\n", "", "thr", "ee"]) cutter.push(part);
  expect(lines).toEqual(["one", "two"]);
  cutter.rest();
  cutter.rest();
  expect(lines).toEqual(["one", "two", "three"]);
});
