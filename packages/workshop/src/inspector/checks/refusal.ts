import { isProblemCode, PROBLEMS } from "@joinery/contract";
import type { ExchangeCheck } from "@joinery/contract/workshop";
import { jsonOf } from "../messages.ts";
import type { Seen } from "../seen.ts";

/**
 * An answer that refuses, with the page about its code; null when nothing of the catalogue was answered. A request that was
 * made wrong on purpose must be refused.
 */
export function refusalOf({ response, fault }: Seen): ExchangeCheck | null {
  if (response === null || response.status < 400) return null;
  const { code } = Object(jsonOf(response)) as { code?: unknown };
  if (typeof code !== "string" || !isProblemCode(code)) return null;
  const got = `status ${response.status}: ${PROBLEMS[code].sentence.replace(/\.$/, "")}`;
  const page = `/problems/${code}`;
  if (fault !== null) return { id: code, sentence: "The request is fake, and it is refused.", passed: true, got, page };
  return { id: code, sentence: "The request is not refused.", passed: false, got, page };
}
