import { Problem } from "@joinery/contract";
import { z } from "zod";
import type { Request } from "../../http/environment.ts";
import { parseJson, readBytes } from "../../http/read-input.ts";
import { badValue } from "./scim-problem.ts";

const TYPES = new Set(["application/scim+json", "application/json"]);
const anObject = z.record(z.string(), z.unknown());

/** More people than any directory has; a larger number would only be a fault of the database. */
const COUNT_MAX = 1_000_000_000;

/** Reads a body: JSON under SCIM's name or its own (RFC 7644, section 3.1). */
export async function readBody(c: Request): Promise<Record<string, unknown>> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type === undefined || !TYPES.has(type)) throw new Problem("UNSUPPORTED_MEDIA_TYPE");
  return parseJson("application/json", await readBytes(c), anObject);
}

/** Reads `startIndex` or `count`; less than nothing is nothing (RFC 7644, section 3.4.2.4). */
export function readCount(text: string | undefined, otherwise: number): number {
  if (text === undefined || text === "") return otherwise;
  if (!/^[+-]?\d{1,18}$/.test(text)) throw badValue("A whole number is expected here.");
  return Math.min(COUNT_MAX, Math.max(0, Number(text)));
}
