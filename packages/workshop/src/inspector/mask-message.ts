import { HEADERS, isFlowId } from "@joinery/contract";
import type { RecordedBody, RecordedHeaders } from "@joinery/contract/workshop";
import type { Masker, SecretKind } from "./masker.ts";
import { type HeaderPairs, type Message, parseJson, textOf, typeOf } from "./messages.ts";
import { isPublicWord, SECRET_FIELDS } from "./secret-fields.ts";

const SECRET_HEADER = /secret|token|password|api-?key|^joinery-(claim|lease)$/;
/** A signed or sealed statement in its compact form (RFC 7515, 7.1; RFC 7516, 7.1), wherever it stands. */
const SEALED = /\beyJ[\w-]{10,}(\.[\w-]*){2,4}/g;
/** Shorter values of hidden fields are choices, not secrets. */
const HIDDEN_FIELD_SECRET_LENGTH = 16;

/** Learns the cookies that a message sets: they may stand in its other headers and in its body, too. */
export function learnCookies(headers: HeaderPairs, masker: Masker): void {
  for (const [name, value] of headers) if (name === "set-cookie") maskHeader(name, value, masker);
}

/** Headers as the inspector shows them. What the hub states in its assertion is put beside it, in clear. */
export function maskHeaders(headers: HeaderPairs, masker: Masker): RecordedHeaders {
  return headers.flatMap(([name, value]): RecordedHeaders => {
    if (name !== HEADERS.assertion) return [[name, maskHeader(name, value, masker)]];
    const claims = assertionClaimsOf(value);
    const shown: RecordedHeaders = [[name, masker.mark(value, "credential")]];
    if (claims === undefined) return shown;
    return [...shown, [`${name}-claims`, maskText(JSON.stringify(claims), masker)]];
  });
}

function maskHeader(name: string, value: string, masker: Masker): string {
  if (name === "authorization" || name === "proxy-authorization") return maskAuthorization(value, masker);
  if (name === "cookie")
    return value
      .split(/;\s*/)
      .map((pair) => maskCookie(pair, masker))
      .join("; ");
  if (name === "set-cookie") {
    const [pair = "", ...attributes] = value.split(/;\s*/);
    return [maskCookie(pair, masker), ...attributes.map((attribute) => masker.mask(attribute))].join("; ");
  }
  if (SECRET_HEADER.test(name) && value !== "") return masker.mark(value, "credential");
  return maskText(value, masker);
}

function maskAuthorization(value: string, masker: Masker): string {
  const [, scheme = "", credentials = ""] = /^(\S+)\s+(.*)$/.exec(value) ?? [];
  if (credentials === "") return masker.mark(value, "credential");
  if (scheme.toLowerCase() !== "basic") return `${scheme} ${masker.mark(credentials, "credential")}`;
  const decoded = Buffer.from(credentials, "base64").toString();
  const colon = decoded.indexOf(":");
  if (colon < 0) return `${scheme} ${masker.mark(credentials, "credential")}`;
  // Form-encoded inside (RFC 6749, 2.3.1); the name of the client is worth seeing.
  const secret = decodeForm(decoded.slice(colon + 1));
  return `${scheme} ${decodeForm(decoded.slice(0, colon))}:${masker.mark(secret, "credential")}`;
}

function maskCookie(pair: string, masker: Masker): string {
  const equals = pair.indexOf("=");
  const value = pair.slice(equals + 1);
  if (equals < 0 || value === "") return pair;
  return `${pair.slice(0, equals)}=${masker.mark(value, "credential")}`;
}

/** A body as the inspector shows it. */
export function maskBody(message: Message, masker: Masker): RecordedBody {
  const type = typeOf(message);
  const { length } = message.body;
  const text = length === 0 ? "" : textOf(message);
  if (text === null) return { type, bytes: length, text: null };
  const json = /[{[]/.test(text.trimStart()[0] ?? "") ? parseJson(text) : undefined;
  const shown = json === undefined ? text : maskJson(text, json, masker);
  const masked = maskText(type === "text/html" ? maskHiddenFields(shown, masker) : shown, masker);
  return { type, bytes: length, text: masked };
}

/** Any text: secret fields of addresses and forms in it, and every secret known so far. */
export function maskText(text: string, masker: Masker): string {
  const named = text
    .replace(/([?&#;]|^)([a-z_]{1,20})=([^&#\s"'<>\\]+)/gi, (all, before: string, name: string, value: string) => {
      const kind = SECRET_FIELDS.get(name.toLowerCase());
      const secret = decodeForm(value);
      if (kind === undefined || isPublicWord(name, secret) || isMark(secret)) return all;
      return `${before}${name}=${markField(name, secret, kind, masker)}`;
    })
    .replace(/(["'])([a-z_]{1,20})\1(\s*:\s*)(["'])([^"'\\]+)\4/gi, (all, quote, name, colon, mark, value) => {
      const kind = SECRET_FIELDS.get(name.toLowerCase());
      if (kind === undefined || isPublicWord(name, value) || isMark(value)) return all;
      return `${quote}${name}${quote}${colon}${mark}${markField(name, value, kind, masker)}${mark}`;
    });
  return masker.mask(named.replace(SEALED, (sealed) => masker.mark(sealed)));
}

function maskJson(text: string, json: unknown, masker: Masker): string {
  let hasSecrets = false;
  const masked = JSON.stringify(json, (name, value: unknown) => {
    const kind = SECRET_FIELDS.get(name.toLowerCase());
    if (kind === undefined || typeof value !== "string" || isPublicWord(name, value)) return value;
    hasSecrets = true;
    return markField(name, value, kind, masker);
  });
  return hasSecrets ? masked : text;
}

/** The flow in front of a verified connect's `state` is no secret, and it is what people look for. */
function markField(name: string, value: string, kind: SecretKind, masker: Masker): string {
  const flow = name.toLowerCase() === "state" ? (value.split(".")[0] ?? "") : "";
  const mark = masker.mark(value, kind);
  return isFlowId(flow) && value !== flow ? `${flow}.${mark}` : mark;
}

function maskHiddenFields(html: string, masker: Masker): string {
  return html.replace(/<input\b[^>]*type="?hidden"?[^>]*>/gi, (input) =>
    input.replace(/(\bvalue=")([^"]*)(")/i, (all, before: string, value: string, after: string) =>
      value.length < HIDDEN_FIELD_SECRET_LENGTH ? all : `${before}${masker.mark(value)}${after}`,
    ),
  );
}

/** What a signed statement says; `undefined` when it is none. The signature is not looked at. */
export function assertionClaimsOf(assertion: string): Record<string, unknown> | undefined {
  const payload = assertion.split(".")[1];
  if (payload === undefined) return undefined;
  const claims = parseJson(Buffer.from(payload, "base64url").toString());
  return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
}

function isMark(value: string): boolean {
  return /^(f-[0-9a-f-]{36}\.)?\[secret( |$)/.test(value);
}

function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
