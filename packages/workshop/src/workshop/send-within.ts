import { setTimeout as wait } from "node:timers/promises";
import type { WorkshopAnswer } from "@joinery/contract/workshop";
import { NotAnswered } from "./forward.ts";
import type { PassingAnswer } from "./tap.ts";

/** Waits for an answer and no longer than a while; no answer is an answer too. */
export async function sendWithin(milliseconds: number, send: () => Promise<PassingAnswer>): Promise<WorkshopAnswer> {
  const startedAt = performance.now();
  const patience = new AbortController();
  const tooLate = wait(milliseconds, undefined, { signal: patience.signal }).then(
    () => `No answer within ${milliseconds} ms.`,
    () => "",
  );
  try {
    const answer = await Promise.race([send(), tooLate]);
    return typeof answer === "string" ? silence(answer, startedAt) : presentAnswer(answer, startedAt);
  } catch (error) {
    if (!(error instanceof NotAnswered)) throw error;
    return silence(error.message, startedAt);
  } finally {
    patience.abort();
  }
}

/** Reads an answer of `fetch` to its end. */
export async function textAnswer(reply: Response, startedAt: number): Promise<WorkshopAnswer> {
  const body = await reply.text();
  return { status: reply.status, headers: fieldsOf(reply.headers), body, duration_ms: since(startedAt), failure: null };
}

function presentAnswer({ status, headers, body }: PassingAnswer, startedAt: number): WorkshopAnswer {
  const text = new TextDecoder().decode(body);
  return { status, headers: fieldsOf(headers), body: text, duration_ms: since(startedAt), failure: null };
}

/** One value for each name, in lower case: what was sent several times is joined (RFC 9110, 5.3), cookies as well. */
function fieldsOf(headers: Iterable<readonly [string, string]>): Readonly<Record<string, string>> {
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    fields[lower] = fields[lower] === undefined ? value : `${fields[lower]}, ${value}`;
  }
  return fields;
}

function silence(failure: string, startedAt: number): WorkshopAnswer {
  return { status: 0, headers: {}, body: "", duration_ms: since(startedAt), failure };
}

function since(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}
