import { type Shown, show } from "./declarations.ts";
import { firstSentence, parseDoc } from "./doc-comment.ts";
import type { Entry } from "./entries.ts";
import { findName } from "./find-exports.ts";
import type { Writing } from "./section.ts";

/** Types that a signature speaks of and no entry exports, each with what it stands for: nobody could look them up. */
export function unexportedTypes({ name, file }: Entry, shown: Shown, { sources, places }: Writing): string[] {
  const code = [shown.signature, ...shown.members.map(({ type }) => type)].join(" ");
  const words = [...new Set(code.match(/\b[A-Z]\w*/g))].filter((word) => word !== name && !places.has(word));
  return words.flatMap((word) => {
    const found = findName(file, word, sources);
    if (!found || !/^TS/.test(found.declaration.type)) return [];
    const { signature, members } = show(found, sources);
    const said = firstSentence(parseDoc(found.doc).text);
    const comment = said === "" ? [] : [`// ${said}`];
    const body = members.map((member) => `  ${member.name}${member.optional ? "?" : ""}: ${member.type};\n`).join("");
    return [[...comment, signature.replace("{ … }", () => `{\n${body}}`)].join("\n")];
  });
}
