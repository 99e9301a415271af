import { expect, test } from "vitest";
import { readGuide } from "./read-guide.ts";

const block = (language: string, code: string, mark?: string) =>
  `${mark === undefined ? "" : `<!-- ${mark} -->\n`}\`\`\`${language}\n${code}\n\`\`\`\n`;

test("commands are run in the order of the guide, and each knows its line", () => {
  expect(readGuide(`# A guide\n\n${block("sh", "echo one")}\nText.\n\n${block("sh", "echo two")}`)).toEqual([
    { kind: "run", line: 3, command: "echo one\n", exitCode: 0 },
    { kind: "run", line: 9, command: "echo two\n", exitCode: 0 },
  ]);
});

test.each([
  ["starts, until: ready", "sh", { kind: "start", command: "x\n", until: "ready" }],
  ["exits with: 1", "sh", { kind: "run", command: "x\n", exitCode: 1 }],
  ["file: src/main.py", "python", { kind: "write", path: "src/main.py", text: "x\n" }],
  ["prints", "text", { kind: "prints", lines: ["x"] }],
  ["not run: it needs your tenant", "sh", { kind: "not run", reason: "it needs your tenant" }],
])("<!-- %s --> says what to do with a block", (mark, language, step) => {
  expect(readGuide(block(language, "x", mark))).toEqual([{ line: 2, ...step }]);
});

test("a change is read as the lines before and the lines after", () => {
  expect(readGuide(block("diff", " one\n-two\n+2", "change: src/main.py"))).toEqual([
    { kind: "change", line: 2, path: "src/main.py", before: "one\ntwo\n", after: "one\n2\n" },
  ]);
});

test("what is there to be read needs no mark", () => {
  expect(readGuide(["ts", "json", "text", "mermaid"].map((language) => block(language, "x")).join("\n"))).toEqual([]);
});

test.each([
  ["a language that nobody looks at", block("python", "x")],
  ["a block without a language", block("", "x")],
  ["a mark that nobody knows", block("sh", "x", "skip: why not")],
  ["a block that is not run for no reason", block("sh", "x", "not run")],
  ["a background command that is ready at no time", block("sh", "x", "starts, until")],
])("%s is a fault, with its line", (_name, text) => {
  expect(() => readGuide(`Text.\n\n${text}`)).toThrow(/^line [34]: nobody knows/);
});
