import { isolated } from "./plain-name.ts";

/** Text with names in it, which are set apart: nobody can write markup or turn a line around by their name. */
export type Words = readonly (string | { name: string })[];

/** What a mail says, once for both of its versions. */
export interface Letter {
  greeting: Words;
  paragraphs: readonly Words[];
  action: { label: string; url: string };
  /** Below, in small print. */
  footnotes: readonly Words[];
}

/** The line length that plain text is read at best (RFC 3676, 4.2: at most 78). */
const COLUMNS = 72;

/** The plain version: short lines, and the address on a line of its own. */
export function toText({ greeting, paragraphs, action, footnotes }: Letter): string {
  const blocks = [
    wrap(inText(greeting)),
    ...paragraphs.map((words) => wrap(inText(words))),
    `${action.label}:\n${action.url}`,
    ["-- ", ...footnotes.map((words) => wrap(inText(words)))].join("\n"),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function inText(words: Words): string {
  return words.map((part) => (typeof part === "string" ? part : isolated(part.name))).join("");
}

/** Breaks between words; a word that is longer than a line stays whole. */
function wrap(text: string): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1) ?? "";
    if (line === "") lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= COLUMNS) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

const BODY = "margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#ffffff";
const BUTTON =
  "display:inline-block;padding:10px 18px;border-radius:6px;background:#1d4ed8;color:#ffffff;text-decoration:none";
const SMALL = "margin:4px 0;font-size:13px;color:#595959";

/** The HTML version: nothing in it is fetched from anywhere. */
export function toHtml({ greeting, paragraphs, action, footnotes }: Letter): string {
  const url = escaped(action.url);
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta name="viewport" content="width=device-width"></head><body style="${BODY}">`,
    '<div style="max-width:34em">',
    `<p>${inHtml(greeting)}</p>`,
    ...paragraphs.map((words) => `<p>${inHtml(words)}</p>`),
    `<p style="margin:24px 0"><a href="${url}" style="${BUTTON}">${escaped(action.label)}</a></p>`,
    ...footnotes.map((words) => `<p style="${SMALL}">${inHtml(words)}</p>`),
    `<p style="${SMALL}">${url}</p>`,
    "</div></body></html>",
  ].join("\n");
}

function inHtml(words: Words): string {
  return words.map((part) => (typeof part === "string" ? escaped(part) : `<bdi>${escaped(part.name)}</bdi>`)).join("");
}

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
