import { expect, test } from "vitest";
import { type CodeBlock, compileBlocks } from "../../checks/docs/code-blocks.ts";
import { ROOT } from "../../root.ts";
import { type Shown, show } from "./declarations.ts";
import { type Entry, findEntries } from "./entries.ts";
import { fillGroups } from "./groups.ts";
import { placesOf } from "./places.ts";
import { createReader } from "./source-file.ts";
import { unexportedTypes } from "./unexported-types.ts";

const SOURCES = { root: ROOT, read: createReader(ROOT) };
const ENTRIES = findEntries(SOURCES);
const PLACES = placesOf(fillGroups(ENTRIES), () => "type");

/** What signatures speak of that is not ours. */
const FOREIGN = `import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { JWK } from "jose";
import type { z } from "zod";
import type { PROBLEMS } from "@joinery/contract";
type Same<Left, Right> = [Left] extends [Right] ? ([Right] extends [Left] ? true : false) : false;
`;
const IMPORTS = [...Map.groupBy(ENTRIES, ({ from }) => from)]
  .map(([from, entries]) => `import type { ${entries.map(({ name }) => name).join(", ")} } from "${from}";\n`)
  .join("");

/** Types with parameters of their own: nothing to compare with. */
const isGeneric = ({ kind, signature }: Shown) => kind !== "function" && /^\w+ \w+</.test(signature);

/** What the page says of an export, held against the export itself. */
function comparisons({ name }: Entry, { kind, signature, members }: Shown): string[] {
  if (kind === "function") return [`Same<typeof ${name}, { ${signature.replace(/^function \w+/, "")} }>`];
  if (kind === "constant") return [`Same<typeof ${name}, ${signature.replace(/^const \w+: /, "")}>`];
  const inWhole = kind === "type" && members.length === 0;
  if (inWhole) return [`Same<${name}, ${signature.replace(/^type \w+ =/, "")}>`];
  return members
    .filter((member) => member.name !== "new")
    .map((member) => `Same<Required<${name}>["${member.name}"], ${member.type}>`);
}

function blockOf(entry: Entry): CodeBlock[] {
  const shown = show(entry, SOURCES);
  if (isGeneric(shown)) return [];
  const spoken = unexportedTypes(entry, shown, { sources: SOURCES, places: PLACES }).join("\n");
  const lines = comparisons(entry, shown).map((same, index) => `export const is${index}: ${same} = true;`);
  const source = `${IMPORTS}${FOREIGN}${spoken}\n${lines.join("\n")}\n`;
  return [{ name: `${entry.name}-${shown.kind}--1.ts`, source }];
}

test("what is shown as the type of an export or of a member is its type", async () => {
  const blocks = ENTRIES.flatMap(blockOf);

  expect(await compileBlocks(ROOT, blocks)).toEqual([]);
  expect(ENTRIES.filter((entry) => isGeneric(show(entry, SOURCES))).map(({ name }) => name)).toEqual([
    "ActionHandler",
    "CredentialsOptions",
    "Secret",
    "Worker",
  ]);
});
