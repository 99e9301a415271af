/** Something that came from outside and was not checked yet. */
export type UnknownRecord = Record<string, unknown>;

/** Reads an answer of a service; `undefined` for everything that is no object. */
export function readRecord(text: string, as: "json" | "form" = "json"): UnknownRecord | undefined {
  if (as === "form" && !/^\s*\{/.test(text)) return readForm(text);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as UnknownRecord) : undefined;
  } catch {
    return undefined;
  }
}

function readForm(text: string): UnknownRecord | undefined {
  const pairs = [...new URLSearchParams(text)];
  // A page is no form, and a name that comes twice is not said clearly.
  const isForm =
    text.includes("=") && !text.includes("<") && new Set(pairs.map(([name]) => name)).size === pairs.length;
  return isForm ? Object.fromEntries(pairs) : undefined;
}

/** A step of a path that goes into a list with exactly one element: of several, nobody could say which one is meant. */
const ONLY = "only";

/**
 * What stands at a path such as `user.id`, or `result.only.id` for a list; only members that were sent, nothing that every
 * object has.
 */
export function memberAt(value: unknown, path: string): unknown {
  let place = value;
  for (const name of path.split(".")) {
    if (Array.isArray(place)) {
      if (name !== ONLY || place.length !== 1) return undefined;
      place = place[0];
      continue;
    }
    if (typeof place !== "object" || place === null || !Object.hasOwn(place, name)) return undefined;
    place = (place as UnknownRecord)[name];
  }
  return place;
}

/** A member as text: numbers are common as ids. */
export function textAt(value: unknown, path: string): string | undefined {
  const member = memberAt(value, path);
  if (typeof member === "number" && Number.isSafeInteger(member)) return String(member);
  return typeof member === "string" && member !== "" ? member : undefined;
}
