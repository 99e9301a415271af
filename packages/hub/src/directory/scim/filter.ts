import { readPath } from "./attribute-path.ts";
import { ScimProblem } from "./scim-problem.ts";

/** What a list may be narrowed by: all of these must be equal. */
export interface UserFilter {
  userName?: string;
  externalId?: string;
  email?: string;
  id?: string;
  active?: boolean;
}

const FILTER_MAX = 2_000;
/** One comparison, and what stands after it (RFC 7644, section 3.4.2.2). */
const COMPARISON =
  /^\s*(?<path>[^\s"]+(?:\[[^\]]*\][^\s"]*)?)\s+eq\s+(?<value>"(?:[^"\\]|\\.)*"|true|false)\s*(?:\s+and\s+(?<rest>.+))?$/is;

/**
 * Reads a filter: comparisons by `eq`, joined by `and`. Directories look people up by what names them and nothing else;
 * every other filter is refused, because a list that is too long would match the wrong person.
 */
export function readFilter(text: string | undefined): UserFilter {
  let filter: UserFilter = {};
  let rest = text;
  if (rest !== undefined && rest.length > FILTER_MAX) throw unreadable();
  while (rest !== undefined) {
    const { path, value, rest: next } = COMPARISON.exec(rest)?.groups ?? {};
    if (path === undefined || value === undefined) throw unreadable();
    const narrower = readComparison(path, readLiteral(value));
    // The same attribute twice would be either the same or nobody; nobody asks that.
    if (Object.keys(narrower).some((field) => Object.hasOwn(filter, field))) throw unreadable();
    filter = { ...filter, ...narrower };
    rest = next;
  }
  return filter;
}

function readComparison(text: string, value: string | boolean): UserFilter {
  const { extension, attribute, sub } = readPath(text);
  const name = extension ? "" : sub === undefined ? attribute : `${attribute}.${sub}`;
  if (name === "active") return { active: readActive(value) };
  if (typeof value !== "string") throw unreadable();
  if (name === "username") return { userName: value };
  if (name === "externalid") return { externalId: value };
  if (name === "emails" || name === "emails.value") return { email: value };
  if (name === "id") return { id: value };
  throw unreadable();
}

function readActive(value: string | boolean): boolean {
  if (typeof value === "boolean") return value;
  const word = value.toLowerCase();
  if (word !== "true" && word !== "false") throw unreadable();
  return word === "true";
}

function readLiteral(text: string): string | boolean {
  try {
    const value = JSON.parse(text.startsWith('"') ? text : text.toLowerCase()) as string | boolean;
    const isStorable = typeof value !== "string" || (value.isWellFormed() && !value.includes("\u0000"));
    if (isStorable) return value;
  } catch {
    // Refused below.
  }
  throw unreadable();
}

function unreadable(): ScimProblem {
  return new ScimProblem(
    400,
    "People can be looked up by userName, externalId, emails.value, id and active, with eq and and.",
    "invalidFilter",
  );
}
