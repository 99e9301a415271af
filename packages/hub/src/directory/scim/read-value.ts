import { badValue } from "./scim-problem.ts";

const TEXT_MAX = 255;
/** The longest address that can be delivered to (RFC 5321, section 4.5.3.1, with erratum 1690). */
const EMAIL_MAX = 254;

/**
 * Takes a value out of its wrapping: `{"value": "x"}` and `[{"$ref": null, "value": "x"}]` are how some directories send
 * a plain `"x"`.
 */
export function unwrap(value: unknown): unknown {
  const inner = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return isObject(inner) ? fieldOf(inner, "value") : inner;
}

/** A plain text; empty and absent are the same. */
export function readText(given: unknown): string | null {
  const value = unwrap(given);
  if (value === undefined || value === null) return null;
  if (typeof value !== "string" && typeof value !== "number") throw badValue("A text is expected here.");
  const text = String(value).trim();
  if (text.length > TEXT_MAX) throw badValue(`A text of at most ${TEXT_MAX} characters is expected here.`);
  if (/\p{Cc}/u.test(text)) throw badValue("A text without control characters is expected here.");
  return text === "" ? null : text;
}

/** A yes or no. Some directories write `"True"` and `"False"`. Anything else is refused: a guess could leave a leaver active. */
export function readBoolean(given: unknown): boolean {
  const value = unwrap(given);
  if (typeof value === "boolean") return value;
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  if (word === "true") return true;
  if (word === "false") return false;
  throw badValue("Either true or false is expected here.");
}

/** An e-mail address. */
export function readEmail(given: unknown): string | null {
  const text = readText(given);
  if (text === null) return null;
  if (text.length > EMAIL_MAX || !/^[^\s@<>,;"]+@[^\s@<>,;"]+$/.test(text)) {
    throw badValue("An e-mail address is expected here.");
  }
  return text;
}

/**
 * The one address of a list that this hub keeps: the primary one, else the one at work, else, when `orAny`, the first.
 * `undefined` when none of them fits.
 */
export function chooseEmail(given: unknown, orAny: boolean): string | null | undefined {
  const list = (Array.isArray(given) ? given : [given]).map((entry) => {
    if (!isObject(entry)) return { value: entry, type: undefined, primary: false };
    const primary = fieldOf(entry, "primary");
    return {
      value: fieldOf(entry, "value"),
      type: fieldOf(entry, "type"),
      primary: primary !== undefined && primary !== null && readBoolean(primary),
    };
  });
  const isWork = (type: unknown) => type === undefined || type === null || String(type).toLowerCase() === "work";
  const chosen =
    list.find((entry) => entry.primary) ??
    list.find((entry) => isWork(entry.type)) ??
    (orAny ? (list[0] ?? { value: null }) : undefined);
  return chosen === undefined ? undefined : readEmail(chosen.value);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field by its name in any case (RFC 7643, section 2.1). */
export function fieldOf(object: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(object).find((candidate) => candidate.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}
