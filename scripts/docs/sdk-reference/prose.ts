import { linkTo, type Places } from "./places.ts";

const CODE = /(`[^`]*`)/;
const LINK = /\{@link\s+([\w.]+)\s*\}/g;

/**
 * Turns the text of a comment into Markdown: angle brackets are shown, and names of exports are links. Short words such as
 * `form` mean other things as well, so only names that can't be a word become links by themselves; `{@link form}` is always one.
 */
export function toMarkdown(text: string, places: Places, self?: string): string {
  return text
    .split(CODE)
    .map((part) => (part.startsWith("`") ? codeSpan(part, places, self) : plain(part, places)))
    .join("");
}

/** The same on one line, for tables: a pipe would begin a new cell. */
export function toCell(text: string, places: Places): string {
  return toMarkdown(text, places).replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
}

function codeSpan(span: string, places: Places, self: string | undefined): string {
  const name = span.slice(1, -1);
  const isTelling = /[A-Z\d]/.test(name);
  return name !== self && isTelling && places.has(name) ? linkTo(name, places, "beside") : span;
}

function plain(text: string, places: Places): string {
  return text
    .replaceAll(LINK, (_all, name: string) => linkTo(name, places, "beside"))
    .replaceAll("<", "\\<")
    .replaceAll(">", "\\>");
}
