import { type AttributePath, readPath } from "./attribute-path.ts";
import { CORE_TEXT, type Draft, ENTERPRISE_TEXT, emptyDraft, NAME_TEXT, type TextField } from "./draft.ts";
import { chooseEmail, fieldOf, isObject, readBoolean, readEmail, readText } from "./read-value.ts";
import { badValue, ScimProblem } from "./scim-problem.ts";

type Op = "add" | "replace" | "remove";

const OPERATIONS_MAX = 1_000;
/** Selectors that mean the one address this hub keeps: `emails[type eq "work"]`, `emails[primary eq true]`. */
const KEPT_EMAIL = /^\s*(?:type\s+eq\s+"work"|primary\s+eq\s+"?true"?)\s*$/;

/** Reads a whole person (RFC 7644, sections 3.3 and 3.5.1). What is left out is empty, unless it is `active` or a whole extension. */
export function readResource(body: Record<string, unknown>, current: Draft | undefined): Draft {
  const { employeeNumber, department, organization, manager } = current ?? emptyDraft();
  const draft: Draft = {
    ...emptyDraft(),
    active: current?.active ?? true,
    ...{ employeeNumber, department, organization, manager },
  };
  applyObject(draft, body, "replace");
  if (draft.userName === null) throw badValue("A userName is required.");
  return draft;
}

/** Applies the operations of a PATCH in their order (RFC 7644, section 3.5.2), in the spellings that directories use. */
export function applyPatch(current: Draft, body: Record<string, unknown>): Draft {
  const operations = fieldOf(body, "operations");
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > OPERATIONS_MAX) {
    throw new ScimProblem(400, "A list of operations is expected here.", "invalidSyntax");
  }
  const draft = { ...current };
  for (const operation of operations) applyOperation(draft, operation);
  if (draft.userName === null && current.userName !== null) {
    throw new ScimProblem(400, "A userName can't be removed.", "mutability");
  }
  return draft;
}

function applyOperation(draft: Draft, operation: unknown): void {
  if (!isObject(operation)) throw new ScimProblem(400, "An operation is an object.", "invalidSyntax");
  const op = readOp(fieldOf(operation, "op"));
  const [path, value] = [fieldOf(operation, "path"), fieldOf(operation, "value")];
  if (path !== undefined && path !== null && path !== "") {
    if (typeof path !== "string") throw new ScimProblem(400, "A path is a text.", "invalidPath");
    applyAt(draft, readPath(path), value, op);
    return;
  }
  if (op === "remove") throw new ScimProblem(400, "A path is required for removing something.", "noTarget");
  if (!isObject(value)) throw badValue("An object is expected where there is no path.");
  applyObject(draft, value, op);
}

function readOp(given: unknown): Op {
  const op = typeof given === "string" ? given.toLowerCase() : "";
  if (op === "add" || op === "replace" || op === "remove") return op;
  throw new ScimProblem(400, "An operation is one of add, replace and remove.", "invalidSyntax");
}

/** The keys of an object are paths, too: `{"name.givenName": "Ada"}`. */
function applyObject(draft: Draft, object: Record<string, unknown>, op: Op): void {
  for (const [key, value] of Object.entries(object)) {
    const path = readKey(key);
    if (path !== undefined) applyAt(draft, path, value, op);
  }
}

/** A key that is no path is an attribute that we don't know. */
function readKey(key: string): AttributePath | undefined {
  try {
    return readPath(key);
  } catch {
    return undefined;
  }
}

function applyAt(draft: Draft, path: AttributePath, value: unknown, op: Op): void {
  const { attribute, sub } = path;
  if (path.extension) {
    applyExtension(draft, path, value, op);
  } else if (attribute === "active") {
    draft.active = readActive(draft, value, op);
  } else if (attribute === "emails") {
    applyEmail(draft, path, value, op);
  } else if (attribute === "name") {
    applyParts(draft, NAME_TEXT, sub, value, op);
  } else {
    setText(draft, fieldIn(CORE_TEXT, attribute), value, op);
  }
}

function applyExtension(draft: Draft, { attribute }: AttributePath, value: unknown, op: Op): void {
  if (attribute === "") {
    // Given as a whole, the extension is replaced as a whole.
    if (op !== "add") for (const field of Object.values(ENTERPRISE_TEXT)) draft[field] = null;
    applyParts(draft, ENTERPRISE_TEXT, undefined, value, op);
  } else {
    setText(draft, fieldIn(ENTERPRISE_TEXT, attribute), value, op);
  }
}

function applyParts(
  draft: Draft,
  fields: Readonly<Record<string, TextField>>,
  sub: string | undefined,
  value: unknown,
  op: Op,
): void {
  if (sub !== undefined) {
    setText(draft, fieldIn(fields, sub), value, op);
  } else if (op === "remove" || value === null || value === undefined) {
    for (const field of Object.values(fields)) draft[field] = null;
  } else if (isObject(value)) {
    for (const [key, part] of Object.entries(value)) setText(draft, fieldIn(fields, key.toLowerCase()), part, op);
  } else {
    throw badValue("An object is expected here.");
  }
}

function applyEmail(draft: Draft, { selector, sub }: AttributePath, value: unknown, op: Op): void {
  if (selector !== undefined && !KEPT_EMAIL.test(selector)) return;
  if (sub !== undefined && sub !== "value") return;
  if (op === "remove") {
    draft.email = null;
  } else if (selector !== undefined || sub === "value") {
    draft.email = readEmail(value);
  } else {
    const chosen =
      Array.isArray(value) && value.length === 0 ? null : chooseEmail(value, op !== "add" || draft.email === null);
    if (chosen !== undefined) draft.email = chosen;
  }
}

/** `active` has no third state; a directory that leaves it empty has said nothing. */
function readActive(draft: Draft, value: unknown, op: Op): boolean {
  if (op === "remove") throw new ScimProblem(400, "Say whether somebody is active; it can't be removed.", "mutability");
  return value === null || value === undefined ? draft.active : readBoolean(value);
}

function setText(draft: Draft, field: TextField | undefined, value: unknown, op: Op): void {
  if (field !== undefined) draft[field] = op === "remove" ? null : readText(value);
}

function fieldIn(fields: Readonly<Record<string, TextField>>, name: string): TextField | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
