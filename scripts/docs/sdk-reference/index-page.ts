import { firstSentence, parseDoc } from "./doc-comment.ts";
import type { FilledGroup } from "./groups.ts";
import { linkTo, type Places } from "./places.ts";
import { toCell } from "./prose.ts";
import { TASKS } from "./tasks.ts";

/** The page that leads to all others: by what somebody wants, by entry, by page. */
export function indexPage(groups: readonly FilledGroup[], places: Places): string {
  const all = groups.flatMap(({ entries }) => entries);
  const byEntry = [...Map.groupBy(all, ({ from }) => from)].sort(([left], [right]) => left.localeCompare(right));
  const link = (name: string) => linkTo(name, places, "above");
  return `# The SDK

Everything that \`@joinery/sdk\` exports, from the comments of its source. For a beginning read
[its README](../../packages/sdk/README.md) or [write an integration](../guides/write-an-integration.md).

| I want to | use |
| --- | --- |
${TASKS.map(([task, names]) => `| ${task} | ${names.map(link).join(", ")} |`).join("\n")}

| import from | exports |
| --- | --- |
${byEntry.map(([from, entries]) => `| \`${from}\` | ${namesOf(entries).map(link).join(", ")} |`).join("\n")}
${groups.map((group) => listing(group, places)).join("")}
Generated from \`packages/sdk/src\` by \`npm run generate\`.
`;
}

function namesOf(entries: readonly { name: string }[]): string[] {
  return entries.map(({ name }) => name).sort((left, right) => left.localeCompare(right));
}

function listing({ title, slug, intro, entries }: FilledGroup, places: Places): string {
  const rows = entries.map(({ name, doc }) => {
    const said = toCell(firstSentence(parseDoc(doc).text), places).replaceAll("](", "](sdk/");
    return `| ${linkTo(name, places, "above")} | ${said} |`;
  });
  return `
## [${title}](sdk/${slug}.md)

${intro.replaceAll("](../", "](")}

| export | what it is |
| --- | --- |
${rows.join("\n")}
`;
}
