import { expect, test } from "vitest";
import { scanImports } from "./scan.ts";

const FORMS: [source: string, specifier: string, typeOnly: boolean, names: string[]][] = [
  ['import { a, type B, c as d } from "./x.ts";', "./x.ts", false, ["a", "c"]],
  ['import {\n  a,\n  b,\n} from "./x.ts";', "./x.ts", false, ["a", "b"]],
  ['import type { A } from "./x.ts";', "./x.ts", true, []],
  ['import { type A, type B } from "./x.ts";', "./x.ts", true, []],
  ['import type A from "./x.ts";', "./x.ts", true, []],
  ['import type * as A from "./x.ts";', "./x.ts", true, []],
  ['import a, { type B } from "./x.ts";', "./x.ts", false, []],
  ['import * as a from "./x.ts";', "./x.ts", false, []],
  ['import "./x.css";', "./x.css", false, []],
  ['export * from "./x.ts";', "./x.ts", false, []],
  ['export type * from "./x.ts";', "./x.ts", true, []],
  ['export type { A } from "./x.ts";', "./x.ts", true, []],
  ['export { a } from "./x.ts";', "./x.ts", false, ["a"]],
  ['const a = await import("./x.ts");', "./x.ts", false, []],
  ['type A = typeof import("./x.ts");', "./x.ts", true, []],
];

test.each(FORMS)("%s", (source, specifier, typeOnly, names) => {
  expect(scanImports(source)).toEqual([{ specifier, typeOnly, names, line: 1 }]);
});

test.each([
  '// import "./x.ts";',
  '/* import "./x.ts"; */',
  "const text = 'import a from \"./x.ts\"';",
  "export const from = 1;",
])("%s imports nothing", (source) => {
  expect(scanImports(source)).toEqual([]);
});
