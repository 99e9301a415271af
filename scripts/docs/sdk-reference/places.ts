import type { Kind } from "./declarations.ts";
import type { FilledGroup } from "./groups.ts";

/** Where an export is explained. */
export interface Place {
  slug: string;
  /** What stands above it, without marks. */
  heading: string;
  anchor: string;
}

/** Finds the place of an export by its name. */
export type Places = ReadonlyMap<string, Place>;

/** Gives every export a heading whose anchor stays. `Action` and `action` would have the same: types say what they are. */
export function placesOf(groups: readonly FilledGroup[], kindOf: (name: string) => Kind): Places {
  return new Map(
    groups.flatMap(({ slug, entries }) => {
      const names = entries.map(({ name }) => name);
      return names.map((name): [string, Place] => {
        const twin = names.find((other) => other !== name && other.toLowerCase() === name.toLowerCase());
        const isFirst = twin === undefined || kindOf(name) === "function";
        const anchor = isFirst ? name.toLowerCase() : `${name.toLowerCase()}-${kindOf(name)}`;
        return [name, { slug, anchor, heading: isFirst ? name : `${name} (${kindOf(name)})` }];
      });
    }),
  );
}

/** A link to an export from a page beside it, or from the index above. */
export function linkTo(name: string, places: Places, from: "beside" | "above"): string {
  const place = places.get(name);
  if (place === undefined) throw new Error(`the reference links to ${name}, which nothing exports`);
  return `[\`${name}\`](${from === "above" ? "sdk/" : ""}${place.slug}.md#${place.anchor})`;
}
