/** A wish that is this many edits away is somebody else's. */
const FARTHEST = 3;

/** Finds the name that was probably meant. */
export function nearestOf(typed: string, names: readonly string[]): string | undefined {
  const measured = names
    .map((name) => ({ name, distance: name.startsWith(typed) && typed.length > 1 ? 0 : distanceBetween(typed, name) }))
    .sort((left, right) => left.distance - right.distance);
  const best = measured[0];
  return best !== undefined && best.distance <= Math.min(FARTHEST, Math.ceil(typed.length / 2)) ? best.name : undefined;
}

/** Edits that turn one word into the other (Levenshtein). */
function distanceBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...left].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...right].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
