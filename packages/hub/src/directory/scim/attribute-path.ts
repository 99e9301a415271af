import { ENTERPRISE_SCHEMA, USER_SCHEMA } from "./names.ts";
import { ScimProblem } from "./scim-problem.ts";

/** Which part of a person a path of SCIM means, in lower case: attribute names have none (RFC 7643, section 2.1). */
export interface AttributePath {
  extension: boolean;
  /** Empty: the extension as a whole. */
  attribute: string;
  /** What stands between brackets: `type eq "work"`. */
  selector: string | undefined;
  sub: string | undefined;
}

/** The attribute, a value filter without nested brackets, and a sub-attribute (RFC 7644, section 3.5.2). */
const PATH = /^(?<attribute>[a-z$][a-z0-9_$-]*)(?:\[(?<selector>[^[\]]{0,200})\])?(?:\.(?<sub>[a-z$][a-z0-9_$-]*))?$/;

/** Reads a path, with or without the schema in front. */
export function readPath(text: string): AttributePath {
  const path = text.trim().toLowerCase();
  const [core, enterprise] = [USER_SCHEMA.toLowerCase(), ENTERPRISE_SCHEMA.toLowerCase()];
  if (path === enterprise) return { extension: true, attribute: "", selector: undefined, sub: undefined };
  const extension = path.startsWith(`${enterprise}:`);
  const isCore = path.startsWith(`${core}:`);
  const rest = extension ? path.slice(enterprise.length + 1) : isCore ? path.slice(core.length + 1) : path;
  // Another system's extension: its attributes are none of ours, however they are spelt.
  if (rest.startsWith("urn:")) return { extension: false, attribute: rest, selector: undefined, sub: undefined };
  const { attribute, selector, sub } = PATH.exec(rest)?.groups ?? {};
  if (attribute === undefined) throw new ScimProblem(400, "The path can't be read.", "invalidPath");
  return { extension, attribute, selector, sub };
}
