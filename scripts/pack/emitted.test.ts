import { expect, test } from "vitest";
import { brokenImports, finishEmitted } from "./emitted.ts";

const FILES = new Set(["dist/index.js", "dist/tokens/keep.js", "dist/pages/acme.css"]);
const IMPORTS = { packages: new Set(["zod", "@hono/node-server"]), own: new Set(["@joinery/contract"]) };

function broken(text: string, path = "dist/index.js") {
  return brokenImports(path, text, FILES, IMPORTS);
}

test("a declaration imports what the built package has", () => {
  expect(finishEmitted("a.d.ts", 'import type { A } from "./a/b.ts";\nexport type B = import("../c.ts").C;\n')).toBe(
    'import type { A } from "./a/b.js";\nexport type B = import("../c.js").C;\n',
  );
});

test("the address of a file beside a program is that of the built one", () => {
  const text = 'fork(new URL("./end-with-parent.ts", import.meta.url));\nread("./notes.ts");\n';
  expect(finishEmitted("a.js", text)).toBe(
    'fork(new URL("./end-with-parent.js", import.meta.url));\nread("./notes.ts");\n',
  );
});

test("what is in the tarball, declared or Node's own may be imported", () => {
  const text = `import { a } from "./tokens/keep.js";
import { z } from "zod/mini";
import { serve } from "@hono/node-server/static";
import { code } from "@joinery/contract";
import { join } from "node:path";
const css = new URL("./pages/acme.css", import.meta.url);`;
  expect(broken(text)).toEqual([]);
});

test.each([
  ['import "./gone.js";', "./gone.js"],
  ['import { a } from "undici";', "undici"],
  ['export * from "@joinery/hub";', "@joinery/hub"],
  ['export * from "@joinery/contract/testing";', "@joinery/contract/testing"],
  ['const late = await import("./late.js");', "./late.js"],
  ['const css = new URL("./pages/gone.css", import.meta.url);', "./pages/gone.css"],
])("%s is found before anybody installs it", (text, specifier) => {
  expect(broken(text)).toEqual([`dist/index.js imports ${specifier}, which is not in the tarball`]);
});

test("examples in comments may import anything", () => {
  expect(broken('/**\n * import { a } from "elsewhere";\n */\n  // import "nowhere";\nexport const a = 1;')).toEqual(
    [],
  );
});
