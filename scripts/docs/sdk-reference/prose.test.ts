import { expect, test } from "vitest";
import { firstSentence, parseDoc, saysSomething } from "./doc-comment.ts";
import { type Place, placesOf } from "./places.ts";
import { toCell, toMarkdown } from "./prose.ts";

const PLACES = new Map<string, Place>([
  ["Store", { slug: "spool-and-store", heading: "Store", anchor: "store" }],
  ["form", { slug: "ways-to-log-in", heading: "form", anchor: "form" }],
]);

test("names of exports become links, also by {@link}, and words of the language do not", () => {
  expect(toMarkdown("See `Store`, {@link form}; written as `form`.", PLACES)).toBe(
    "See [`Store`](spool-and-store.md#store), [`form`](ways-to-log-in.md#form); written as `form`.",
  );
  expect(toMarkdown("A `Store` is one.", PLACES, "Store")).toBe("A `Store` is one.");
});

test("a {@link} to what nobody exports is refused", () => {
  expect(() => toMarkdown("{@link Gone}", PLACES)).toThrow("links to Gone, which nothing exports");
});

test("angle brackets are shown, in code as they are, and a pipe begins no cell of a table", () => {
  expect(toMarkdown("a <b> of `Promise<void>`", PLACES)).toBe("a \\<b\\> of `Promise<void>`");
  expect(toCell("one | `two | three`\nfour", PLACES)).toBe("one \\| `two \\| three` four");
});

test("a comment is taken apart into text, parameters, errors and examples", () => {
  const doc =
    "Does it.\nReally.\n\n@param options.port 0 chooses\none\n@returns ends it\n@throws TypeError for more\n@example\n```ts\nconst a = `@b`;\n```";

  expect(parseDoc(doc)).toEqual({
    text: "Does it.\nReally.",
    params: [{ name: "options.port", text: "0 chooses\none" }],
    returns: "ends it",
    throws: ["TypeError for more"],
    examples: ["const a = `@b`;\n"],
  });
});

test("a tag that would be dropped without a word is refused", () => {
  expect(() => parseDoc("Does it.\n@deprecated use that")).toThrow("@deprecated");
});

test("a first sentence ends with a full stop and not within a number", () => {
  expect(firstSentence("As RFC 6749, 5.1\nhas it. And more.")).toBe("As RFC 6749, 5.1 has it.");
});

test.each([
  ["", false],
  ["todo", false],
  ["The name", false],
  ["@param name the name of it.", false],
  ["The name of it.", true],
])("whether %j says something: %s", (doc, expected) => {
  expect(saysSomething(doc)).toBe(expected);
});

test("of two names that differ in capitals the function keeps the plain anchor", () => {
  const entries = [{ name: "Action" }, { name: "action" }] as never;
  const group = { slug: "a", title: "A", intro: "", declaredIn: /x/, entries };

  const places = placesOf([group], (name) => (name === "action" ? "function" : "interface"));

  expect([...places.values()].map(({ heading, anchor }) => [heading, anchor])).toEqual([
    ["Action (interface)", "action-interface"],
    ["action", "action"],
  ]);
});
