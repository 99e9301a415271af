import { expect, test } from "vitest";
import { type Letter, toHtml, toText } from "./letter.ts";

const letter: Letter = {
  greeting: ["Hello ", { name: "Ada" }, ","],
  paragraphs: [
    [
      "Your account ",
      { name: "john.doe" },
      " in ",
      { name: "أكمي" },
      " has to be connected again, and that is a long line.",
    ],
  ],
  action: { label: "Connect it again", url: "https://hub.example/accounts/k-1?repair" },
  footnotes: [["Once."]],
};

test("the plain version has short lines, and the address on a line of its own", () => {
  expect(toText(letter)).toBe(
    [
      "Hello Ada,",
      "",
      "Your account john.doe in \u2068أكمي\u2069 has to be connected again, and that is a",
      "long line.",
      "",
      "Connect it again:",
      "https://hub.example/accounts/k-1?repair",
      "",
      "-- ",
      "Once.",
      "",
    ].join("\n"),
  );
});

test("a name is text in the HTML version, whatever it is", () => {
  const html = toHtml({ ...letter, greeting: [{ name: `<img src="https://evil.example/x"> & "'` }] });
  expect(html).toContain("<bdi>&lt;img src=&quot;https://evil.example/x&quot;&gt; &amp; &quot;&#39;</bdi>");
});

test("the HTML version fetches nothing", () => {
  expect(toHtml(letter)).not.toMatch(/src=|url\(|<link|<script|@import/i);
  expect(toHtml(letter).match(/https:\/\/[^"< ]+/g)).toEqual([letter.action.url, letter.action.url]);
});
