import type { PassedBody } from "./passed-body.ts";

/** Header names in lower case; one that was sent several times stands there several times. */
export type HeaderPairs = readonly (readonly [name: string, value: string])[];

/** Headers as `Headers`, as pairs, or as `node:http` and undici hand them over. */
export type HeaderSource =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Half of an exchange, with its secrets: it never leaves the recorder. */
export interface Message {
  headers: HeaderPairs;
  body: PassedBody;
}

export interface SentRequest extends Message {
  method: string;
  url: URL;
}

export interface SentResponse extends Message {
  status: number;
}

/** Brings headers into one form. */
export function toHeaderPairs(source: HeaderSource): HeaderPairs {
  if (Symbol.iterator in source) return [...source].map(([name, value]) => [name.toLowerCase(), value]);
  return Object.entries(source).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
    return values.map((one) => [name.toLowerCase(), String(one)] as const);
  });
}

/** The first header of that name. */
export function headerOf(message: Pick<Message, "headers">, name: string): string | undefined {
  return message.headers.find(([other]) => other === name)?.[1];
}

/** The media type in lower case, without parameters; empty when there is none. */
export function typeOf(message: Pick<Message, "headers">): string {
  return (headerOf(message, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

const TEXT = /^(text\/|application\/(.+\+)?(json|xml|javascript|x-www-form-urlencoded)$|image\/svg\+xml$)/;

/** The body as text; null when it is not text or was too long to keep. An unlabelled body counts as text when it is UTF-8. */
export function textOf(message: Message): string | null {
  const { bytes, length } = message.body;
  if (bytes.byteLength !== length) return null;
  const type = typeOf(message);
  if (type !== "" && !TEXT.test(type)) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The body as JSON, whatever its label says; `undefined` when it is none. */
export function jsonOf(message: Message): unknown {
  return parseJson(textOf(message) ?? "");
}

/** Parses JSON; `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The fields of a posted form; none when it is not a form. */
export function formOf(message: Message): URLSearchParams {
  const isForm = typeOf(message) === "application/x-www-form-urlencoded";
  return new URLSearchParams(isForm ? (textOf(message) ?? "") : "");
}

/** A field of a JSON object, or of the `data` of an envelope, when it is a string. */
export function stringField(json: unknown, name: string): string | undefined {
  const direct = (Object(json) as Record<string, unknown>)[name];
  if (typeof direct === "string") return direct;
  const wrapped = (Object((Object(json) as { data?: unknown }).data) as Record<string, unknown>)[name];
  return typeof wrapped === "string" ? wrapped : undefined;
}
