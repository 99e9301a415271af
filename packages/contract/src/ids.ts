import { z } from "zod";

/**
 * The prefixes of identifiers (contract 1.3). Service, attachment and organisation ids are Blink's; the others are ours.
 * To everyone but their maker an identifier is an opaque string of at most 64 characters, never reused.
 */
export const ID_PREFIXES = {
  organisation: "o",
  service: "l",
  attachment: "a",
  auth: "t",
  user: "u",
  linkedAccount: "k",
  flow: "f",
  feedEvent: "e",
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/**
 * Makes a new identifier of a kind.
 *
 * @example
 * ```ts
 * import { newId } from "@joinery/contract";
 *
 * newId("flow"); // "f-3b0c1a52-…"
 * ```
 */
export function newId(kind: IdKind): string {
  return `${ID_PREFIXES[kind]}-${crypto.randomUUID()}`;
}

/** An identifier made by somebody else: opaque, 1 to 64 characters that need no encoding in a path (contract 1.3). */
export const opaqueId = z.string().regex(/^[A-Za-z0-9._~-]{1,64}$/, "must be an identifier of at most 64 characters");

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const FLOW_ID = new RegExp(`^f-${UUID}$`);

/** A flow id, checked to the letter because it becomes part of cookie names and of `state` (contract 2.1). */
export const flowId = z.string().regex(FLOW_ID, "must be a flow id");

/** Whether a string is a flow id. */
export function isFlowId(value: string): boolean {
  return FLOW_ID.test(value);
}
