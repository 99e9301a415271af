import { type Member, type Shown, show } from "./declarations.ts";
import { parseDoc } from "./doc-comment.ts";
import type { Entry } from "./entries.ts";
import type { Sources } from "./find-exports.ts";
import { linkTo, type Places } from "./places.ts";
import { toMarkdown } from "./prose.ts";
import { SEE_ALSO } from "./see-also.ts";
import { unexportedTypes } from "./unexported-types.ts";

/** What sections are written with. */
export interface Writing {
  sources: Sources;
  places: Places;
}

/** The section of one export: what it is called, says, takes, throws, and an example. */
export function section(entry: Entry, { sources, places }: Writing): string {
  const { name, doc, file, from } = entry;
  const shown = show(entry, sources);
  const { text, params, returns, throws, examples } = parseDoc(doc);
  const prose = (said: string) => toMarkdown(said, places, name);
  const tags = [
    ...params.map((each) => `- \`${each.name}\`: ${indented(prose(each.text))}`),
    ...(returns === undefined ? [] : [`- Returns: ${indented(prose(returns))}`]),
    ...throws.map((each) => `- Throws: ${indented(prose(each))}`),
  ];
  const paragraphs = [
    `## ${places.get(name)?.heading ?? name}`,
    `\`import { ${name} } from "${from}"\` · [source](../../../${file.path})`.replace(
      "import {",
      shown.kind === "interface" || shown.kind === "type" ? "import type {" : "import {",
    ),
    prose(text),
    signatures(entry, shown, { sources, places }),
    shown.members.map((member) => memberLine(member, prose)).join("\n"),
    tags.join("\n"),
    // Where it is declared it is imported from there; whoever reads this has the SDK only.
    ...examples.map((code) => fence("ts", code.replaceAll('"@joinery/contract"', `"${from}"`))),
    also(entry, shown, places),
  ];
  return paragraphs.filter((paragraph) => paragraph !== "").join("\n\n");
}

/** How it is declared; the head of an interface alone says nothing that the heading does not. */
function signatures(entry: Entry, shown: Shown, writing: Writing): string {
  const isHeadOnly = /^(interface|type) \w+( =)? \{ … \}$/.test(shown.signature);
  const shownTypes = unexportedTypes(entry, shown, writing);
  const all = [...(isHeadOnly ? [] : [shown.signature]), ...shownTypes];
  return all.length === 0 ? "" : fence("typescript", all.join("\n\n"));
}

function memberLine({ name, optional, type, doc }: Member, prose: (text: string) => string): string {
  return `- \`${name}${optional ? "?" : ""}\`: \`${type}\`<br>\n  ${indented(prose(parseDoc(doc).text))}`;
}

/** The types that it speaks of, and pages that say more. */
function also({ name }: Entry, { signature, members }: Shown, places: Places): string {
  const code = [signature, ...members.map(({ type }) => type)].join(" ");
  const spoken = [...new Set(code.match(/\b[A-Z]\w*/g))].filter((word) => word !== name && places.has(word));
  const links = spoken.map((word) => linkTo(word, places, "beside"));
  return [...links, ...(SEE_ALSO[name] ?? [])].length === 0
    ? ""
    : `See also: ${[...links, ...(SEE_ALSO[name] ?? [])].join(", ")}.`;
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code.trim()}\n\`\`\``;
}

function indented(text: string): string {
  return text.replaceAll("\n", "\n  ");
}
