import { ROOT } from "../root.ts";
import { show } from "./sdk-reference/declarations.ts";
import { type Entry, findEntries } from "./sdk-reference/entries.ts";
import type { Sources } from "./sdk-reference/find-exports.ts";
import { type FilledGroup, fillGroups } from "./sdk-reference/groups.ts";
import { indexPage } from "./sdk-reference/index-page.ts";
import { placesOf } from "./sdk-reference/places.ts";
import { section, type Writing } from "./sdk-reference/section.ts";
import { createReader } from "./sdk-reference/source-file.ts";

/** Functions first: they are what one calls; the rest says what they take and give. */
const KINDS = ["function", "constant", "class", "interface", "type"];

/** The reference of the SDK, from the comments of everything that its entries export. */
export function sdkPages(): ReadonlyMap<string, string> {
  const sources: Sources = { root: ROOT, read: createReader(ROOT) };
  return pagesOf(findEntries(sources), sources);
}

/** The pages for these exports. */
export function pagesOf(entries: readonly Entry[], sources: Sources): ReadonlyMap<string, string> {
  const kinds = new Map(entries.map((entry) => [entry.name, show(entry, sources).kind]));
  const kindOf = (name: string) => kinds.get(name) ?? "type";
  const rank = ({ name }: Entry) => KINDS.indexOf(kindOf(name));
  const groups = fillGroups([...entries].sort((left, right) => rank(left) - rank(right)));
  const places = placesOf(groups, kindOf);
  return new Map([
    ["docs/reference/sdk.md", indexPage(groups, places)],
    ...groups.map((group): [string, string] => [
      `docs/reference/sdk/${group.slug}.md`,
      page(group, { sources, places }),
    ]),
  ]);
}

function page({ title, intro, entries }: FilledGroup, writing: Writing): string {
  return `# ${title}

${intro} A page of [the reference of the SDK](../sdk.md), generated from the comments of its source.

${entries.map((entry) => section(entry, writing)).join("\n\n")}
`;
}
