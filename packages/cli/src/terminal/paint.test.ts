import { expect, test } from "vitest";
import { wantsColours } from "./paint.ts";

test.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ TERM: "dumb" }, true, false],
])("%j on a terminal (%s): colours %s", (env, isTerminal, expected) => {
  expect(wantsColours(env, isTerminal)).toBe(expected);
});
