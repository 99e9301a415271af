import { type ProblemCode, type RevocationReport, revocation } from "@joinery/contract";
import type { IntegrationReply } from "./call-integration.ts";

/** What an answer to Disconnect means for the receipt (contract 1.1, 2.5). */
export interface Acknowledgement {
  state: "acknowledged" | "unknown_account" | "waiting";
  /** What the integration says became of the grant, when it says so. */
  report: RevocationReport | undefined;
  /** Why the answer does not count: code for the receipt, sentence for the administrator. Only while waiting. */
  problem: ProblemCode | undefined;
  detail: string | undefined;
  /** How long it asks to be left alone (RFC 9110, 10.2.3). Only while waiting. */
  retryAfterSeconds: number | undefined;
}

const BODY_MAX_BYTES = 64 * 1024;
const DETAIL_MAX_LENGTH = 500;

/** Decides whether the integration has acknowledged a Disconnect. */
export function readAcknowledgement(reply: IntegrationReply, now: Date): Acknowledgement {
  const said = {
    report: readReport(reply.body),
    problem: undefined,
    detail: undefined,
    retryAfterSeconds: undefined,
  };
  if (reply.status === 404 || reply.status === 410) return { state: "unknown_account", ...said };
  const isHtml = isHtmlType(reply.headers.get("content-type"));
  if (reply.status >= 200 && reply.status <= 299 && !isHtml) return { state: "acknowledged", ...said };
  // A web page with status 200 is somebody's log-in or error page, not an acknowledgement.
  const reason = reply.status <= 299 && isHtml ? "with a web page" : `with status ${reply.status}`;
  const detail = `The integration answered Disconnect ${reason}.`;
  const retryAfterSeconds = readRetryAfter(reply.headers.get("retry-after"), now);
  return { state: "waiting", report: undefined, problem: "INTEGRATION_ANSWER_WRONG", detail, retryAfterSeconds };
}

/** Seconds, or a date; whatever is neither is ignored. */
function readRetryAfter(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d{1,9}$/.test(value.trim()) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000;
  return seconds > 0 ? seconds : undefined;
}

function isHtmlType(contentType: string | null): boolean {
  return (contentType ?? "").split(",").some((type) => /^\s*text\/html\s*(;|$)/i.test(type));
}

/** Looks for a report in the body or in its `data`; whatever is no report is ignored, because none is required. */
function readReport(body: Uint8Array): RevocationReport | undefined {
  if (body.byteLength === 0 || body.byteLength > BODY_MAX_BYTES) return undefined;
  const answer = parseJson(body);
  return reportIn(answer) ?? reportIn((Object(answer) as { data?: unknown }).data);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function reportIn(value: unknown): RevocationReport | undefined {
  const { revocation: word, detail } = Object(value) as { revocation?: unknown; detail?: unknown };
  const known = revocation.safeParse(word);
  if (!known.success) return undefined;
  return typeof detail === "string" && detail !== ""
    ? { revocation: known.data, detail: plainText(detail) }
    : { revocation: known.data };
}

function plainText(detail: string): string {
  return detail
    .replace(/\p{C}+/gu, " ")
    .trim()
    .slice(0, DETAIL_MAX_LENGTH);
}
