import { show } from "./declarations.ts";
import { saysSomething } from "./doc-comment.ts";
import type { Entry } from "./entries.ts";
import type { Sources } from "./find-exports.ts";

/** Names the exports and members that nobody has said a sentence about, with the file. */
export function missingComments(entries: readonly Entry[], sources: Sources): string[] {
  return entries.flatMap((entry) => {
    const { members } = show(entry, sources);
    const silent = members.filter(({ doc }) => !saysSomething(doc)).map(({ name }) => `${entry.name}.${name}`);
    return [...(saysSomething(entry.doc) ? [] : [entry.name]), ...silent].map((name) => `${entry.file.path}: ${name}`);
  });
}
