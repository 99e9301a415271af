import type { RecordedHeaders } from "@joinery/contract/workshop";
import { isRecord } from "../../api/refusal.ts";

/** A claim of the hub's signed statement (contract 2.2). */
export interface Claim {
  name: string;
  value: string;
}

/** Where the inspector puts what the statement says; the statement itself is masked. */
const CLAIMS_HEADER = "joinery-assertion-claims";
const TIMES = new Set(["iat", "exp", "nbf"]);

/** Reads the claims from the headers of a request; `undefined` when the hub stated nothing. */
export function claimsOf(headers: RecordedHeaders): readonly Claim[] | undefined {
  const text = headers.find(([name]) => name === CLAIMS_HEADER)?.[1];
  if (text === undefined) return undefined;
  const claims = parse(text);
  if (!isRecord(claims)) return undefined;
  return Object.entries(claims).map(([name, value]) => ({ name, value: textOf(name, value) }));
}

/** The headers as they travelled: without what the inspector has added. */
export function headersSent(headers: RecordedHeaders): RecordedHeaders {
  return headers.filter(([name]) => name !== CLAIMS_HEADER);
}

function textOf(name: string, value: unknown): string {
  if (TIMES.has(name) && typeof value === "number") return new Date(value * 1_000).toISOString();
  return typeof value === "string" ? value : JSON.stringify(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
