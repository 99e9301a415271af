import { expect, test } from "vitest";
import { checkSizes } from "./sizes.ts";

function lines(count: number): string {
  return "x\n".repeat(count);
}

test("250 lines are fine, 251 are listed, 401 fail", () => {
  const files = new Map([
    ["packages/hub/src/fine.ts", lines(250)],
    ["packages/hub/src/long.ts", lines(251)],
    ["packages/hub/src/longer.ts", lines(400)],
    ["packages/hub/src/end.ts", lines(401)],
  ]);
  expect(checkSizes(files)).toEqual({
    long: [
      { path: "packages/hub/src/longer.ts", lines: 400 },
      { path: "packages/hub/src/long.ts", lines: 251 },
    ],
    tooLong: [{ path: "packages/hub/src/end.ts", lines: 401 }],
  });
});

test("migrations and generated files may be long", () => {
  const files = new Map([
    ["packages/hub/src/store/migrations/0001-first.ts", lines(500)],
    ["packages/web/src/routes.gen.ts", lines(500)],
  ]);
  expect(checkSizes(files)).toEqual({ long: [], tooLong: [] });
});
