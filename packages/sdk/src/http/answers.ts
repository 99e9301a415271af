import { type Problem, toRefusalBody } from "@joinery/contract";

/** On every answer: nothing of ours belongs into a cache, and nobody may guess its type. */
const EVERY_ANSWER = { "cache-control": "no-store", "x-content-type-options": "nosniff" } as const;

/** A JSON answer. */
export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: EVERY_ANSWER });
}

/** A refusal as the contract words it: code, sentence, request id; the cause stays here. */
export function refusal(problem: Problem, requestId: string): Response {
  const answer = json(toRefusalBody(problem, requestId), problem.status);
  if (problem.retryAfterSeconds !== undefined) answer.headers.set("retry-after", String(problem.retryAfterSeconds));
  return answer;
}

/** An answer that says nothing. */
export function empty(status: number): Response {
  return new Response(null, { status, headers: EVERY_ANSWER });
}

/** 303: the browser goes on with GET and carries nothing along. */
export function seeOther(location: string | URL, cookies: readonly string[] = []): Response {
  const headers = new Headers({ ...EVERY_ANSWER, location: String(location), "referrer-policy": "no-referrer" });
  for (const cookie of cookies) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}

/** Sets what every answer carries on one that a handler made itself. */
export function seal(answer: Response): Response {
  const sealed = new Response(answer.body, answer);
  for (const [name, value] of Object.entries(EVERY_ANSWER)) sealed.headers.set(name, value);
  return sealed;
}
