import { Problem, toFieldErrors } from "@joinery/contract";
import type { z } from "zod";
import type { Request } from "./environment.ts";

/** The largest request body the hub takes, in bytes (contract 1.1). */
export const BODY_LIMIT_BYTES = 1_048_576;

/** Reads a request's body up to the limit; refuses more, whether announced or not. */
export async function readBytes(c: Request): Promise<Uint8Array> {
  const announced = c.req.header("content-length");
  if (announced === undefined) return readInPieces(c.req.raw.body);
  if (Number(announced) > BODY_LIMIT_BYTES) throw new Problem("PAYLOAD_TOO_LARGE");
  // No more comes than was announced (RFC 9112, 6.3), and at once costs a tenth of in pieces.
  const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
  if (bytes.byteLength > BODY_LIMIT_BYTES) throw new Problem("PAYLOAD_TOO_LARGE");
  return bytes;
}

async function readInPieces(body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.byteLength;
    if (length > BODY_LIMIT_BYTES) throw new Problem("PAYLOAD_TOO_LARGE");
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Reads a JSON body of a known shape; an empty body counts as `{}`. */
export async function readJson<Schema extends z.ZodType>(c: Request, schema: Schema): Promise<z.output<Schema>> {
  return parseJson(c.req.header("content-type"), await readBytes(c), schema);
}

/** Parses bytes that were already read, for callers that need both. */
export function parseJson<Schema extends z.ZodType>(
  contentType: string | undefined,
  bytes: Uint8Array,
  schema: Schema,
): z.output<Schema> {
  if (bytes.length === 0) return check(schema, {});
  if (contentType?.split(";")[0]?.trim().toLowerCase() !== "application/json")
    throw new Problem("UNSUPPORTED_MEDIA_TYPE");
  return check(schema, toJson(bytes));
}

/** Reads the query of a request as a known shape. */
export function readQuery<Schema extends z.ZodType>(c: Request, schema: Schema): z.output<Schema> {
  const query = c.req.query();
  const [unstorable] = Object.entries(query).find(([, value]) => value.includes("\u0000")) ?? [];
  if (unstorable !== undefined) {
    throw new Problem("BAD_REQUEST", { errors: [{ path: unstorable, message: "must not contain U+0000" }] });
  }
  return check(schema, query);
}

/** Checks a value against a schema; the refusal names paths, never what was received. */
export function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw new Problem("BAD_REQUEST", { errors: toFieldErrors(result.error) });
  return result.data;
}

function toJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes), withoutPrototype);
  } catch {
    throw new Problem("BAD_REQUEST", { errors: [{ path: "", message: "must be JSON in UTF-8" }] });
  }
}

/** PostgreSQL can't store U+0000, and `__proto__` has no business in a body. */
function withoutPrototype(key: string, value: unknown): unknown {
  if (key === "__proto__") return undefined;
  if (typeof value === "string" && (value.includes("\u0000") || !value.isWellFormed())) throw new SyntaxError("text");
  return value;
}
