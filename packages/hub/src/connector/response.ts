import { HEADERS } from "@joinery/contract";
import type { IntegrationReply } from "./call-integration.ts";
import { wrongAnswer } from "./connector-failure.ts";

interface AnsweredRequest {
  method: string;
  requestId?: string;
}

const FALLBACK_TYPE = "application/octet-stream";
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]|\\\\[\\x20-\\x7e])*"';
const PARAMETERS = `(?:[ \\t]*;[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))*`;
const MEDIA_TYPE = new RegExp(`^(${TOKEN}/${TOKEN})(${PARAMETERS})[ \\t]*;?$`);
const DISPOSITION = new RegExp(`^(?:inline|attachment)${PARAMETERS}$`, "i");
const ENTITY_TAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;
const DELAY_SECONDS = /^\d{1,7}$/;
const VALUE_MAX_LENGTH = 500;

/** Types that act instead of being shown: scripts (RFC 9239 and its obsolete names), worker and style code, parts that replace pages. */
const ACTIVE_TYPE =
  /^(?:(?:text|application)\/(?:x-)?(?:javascript|ecmascript|jscript|livescript)[0-9.]*|text\/(?:css|xsl)|application\/wasm|multipart\/x-mixed-replace)$/i;

/** Nothing that an integration answers may act on the hub's origin: no script, no frame, no store, no guess of a type. */
const HUB_HEADERS = {
  "cache-control": "private, no-store",
  "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/**
 * Builds the answer to the user's browser from nothing: status, body and five headers, each held against its grammar.
 *
 * @throws ConnectorFailure INTEGRATION_ANSWER_WRONG for redirects and for statuses that are no final answer
 */
export function rebuildResponse(reply: IntegrationReply, request: AnsweredRequest): Response {
  refuseUnusableStatus(reply.status);
  const headers = new Headers(HUB_HEADERS);
  if (request.requestId !== undefined) headers.set(HEADERS.requestId, request.requestId);
  copyWhen(headers, reply, "etag", (value) => ENTITY_TAG.test(value));
  copyWhen(headers, reply, "last-modified", (value) => HTTP_DATE.test(value));
  copyWhen(headers, reply, "retry-after", (value) => DELAY_SECONDS.test(value) || HTTP_DATE.test(value));
  if (isBodyless(reply.status)) return new Response(null, { status: reply.status, headers });

  headers.set("content-type", contentTypeOf(reply.headers.get("content-type")));
  const disposition = reply.headers.get("content-disposition");
  if (disposition !== null) headers.set("content-disposition", dispositionOf(disposition));
  if (request.method.toUpperCase() === "HEAD") return new Response(null, { status: reply.status, headers });
  headers.set("content-length", String(reply.body.byteLength));
  return new Response(new Uint8Array(reply.body), { status: reply.status, headers });
}

function refuseUnusableStatus(status: number): void {
  if (status >= 300 && status < 400 && status !== 304) {
    throw wrongAnswer(`The integration answered with a redirect (${status}); redirects are not followed.`, status);
  }
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw wrongAnswer("The integration answered with a status outside 200 to 599.", status);
  }
}

/** RFC 9110, 15.3.5, 15.3.6 and 15.4.5. */
function isBodyless(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}

function copyWhen(headers: Headers, reply: IntegrationReply, name: string, isSound: (value: string) => boolean): void {
  const value = reply.headers.get(name);
  if (value !== null && isSound(value)) headers.set(name, value);
}

/** The type when it is one; what would act on our origin is labelled as text, which `nosniff` keeps it to be. */
function contentTypeOf(value: string | null): string {
  const match = value === null || value.length > VALUE_MAX_LENGTH ? null : MEDIA_TYPE.exec(value.trim());
  const [, type, parameters] = match ?? [];
  if (type === undefined) return FALLBACK_TYPE;
  return ACTIVE_TYPE.test(type) ? "text/plain; charset=utf-8" : `${type.toLowerCase()}${parameters ?? ""}`;
}

/** The disposition when it is a sound one; otherwise the safe one: saved, not shown (RFC 6266, 4.2). */
function dispositionOf(value: string): string {
  const trimmed = value.trim();
  return trimmed.length <= VALUE_MAX_LENGTH && DISPOSITION.test(trimmed) ? trimmed : "attachment";
}
