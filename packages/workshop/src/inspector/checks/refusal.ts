import { isProblemCode, PROBLEMS } from "@joinery/contract";
import type { ExchangeCheck } from "@joinery/contract/workshop";
import { jsonOf } from "../messages.ts";
import type { Seen } from "../seen.ts";

/**
 * An answer that refuses, with the page about its code; null when nothing of the catalogue was answered. `isWrong`: the
 * request is not as it must be, by a fault of the panel or otherwise; then a refusal is right.
 */
export function refusalOf({ response }: Seen, isWrong: boolean): ExchangeCheck | null {
  if (response === null || response.status < 400) return null;
  const { code } = Object(jsonOf(response)) as { code?: unknown };
  if (typeof code !== "string" || !isProblemCode(code)) return null;
  const got = `status ${response.status}: ${PROBLEMS[code].sentence.replace(/\.$/, "")}`;
  const page = `/problems/${code}`;
  if (isWrong) return { id: code, sentence: "A request that is not right is refused.", passed: true, got, page };
  return { id: code, sentence: "The request is not refused.", passed: false, got, page };
}
