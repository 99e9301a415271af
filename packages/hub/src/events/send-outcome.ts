import type { DeliveryProblem } from "@joinery/contract/pages";
import { type Dispatcher, errors } from "undici";

/** What an attempt came to. */
export interface SendOutcome {
  /** Of the answer; null when there was none. */
  status: number | null;
  /** null: delivered. */
  problem: DeliveryProblem | null;
  retryAfter: string | undefined;
  durationMs: number;
}

/** Reads an answer: 2xx delivers, everything else does not. Nothing of its body counts. */
export function toOutcome({ statusCode, headers }: Dispatcher.ResponseData, durationMs: number): SendOutcome {
  const retryAfter = [headers["retry-after"] ?? []].flat()[0];
  return { status: statusCode, problem: problemOf(statusCode), retryAfter, durationMs };
}

function problemOf(status: number): DeliveryProblem | null {
  if (status >= 200 && status < 300) return null;
  if (status < 400) return "REDIRECTED";
  if (status === 410) return "GONE";
  return status >= 500 || status === 408 || status === 429 ? "FAILED" : "REFUSED";
}

/** Says by a code what went wrong; messages of the system and of libraries hold host names and addresses. */
export function toFailure(error: unknown, timedOut: boolean, durationMs: number): SendOutcome {
  const problem = timedOut ? "TIMEOUT" : error instanceof errors.HTTPParserError ? "BROKEN_ANSWER" : causeOf(error);
  return { status: null, problem, retryAfter: undefined, durationMs };
}

const TLS = /^(EPROTO|ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

function causeOf(error: unknown): DeliveryProblem {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  if (typeof code !== "string") return cause === undefined ? "UNREACHABLE" : causeOf(cause);
  if (code === "ADDRESS_REFUSED") return "ADDRESS_REFUSED";
  if (code === "UND_ERR_HEADERS_OVERFLOW") return "BROKEN_ANSWER";
  if (code === "ETIMEDOUT" || code === "UND_ERR_CONNECT_TIMEOUT") return "TIMEOUT";
  return TLS.test(code) ? "TLS_FAILED" : "UNREACHABLE";
}
