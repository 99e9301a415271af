import type { Exchange } from "@joinery/contract/workshop";
import { SHAPED_BY } from "../external-service/shaped-by.ts";
import type { Belonging } from "./correlate.ts";
import { learnCookies, maskBody, maskHeaders, maskText } from "./mask-message.ts";
import type { Masker } from "./masker.ts";
import { headerOf, type Message, type SentRequest, type SentResponse } from "./messages.ts";

/** What is kept of an exchange, before its secrets are masked. */
export interface RawExchange {
  id: string;
  at: Date;
  from: Exchange["from"];
  to: Exchange["to"];
  step: string;
  belonging: Belonging;
  request: SentRequest;
  fault: string | null;
  repeats: string | null;
  /** Null while it is under way. */
  end: {
    durationMs: number;
    response: SentResponse | null;
    failure: string | null;
    checks: Exchange["checks"];
  } | null;
}

/** Makes the exchange that people see: every secret masked. */
export function presentExchange(raw: RawExchange, masker: Masker): Exchange {
  const { id, at, from, to, step, belonging, request, fault, repeats, end } = raw;
  const response = end?.response ?? null;
  const failure = end?.failure ?? null;
  return {
    id,
    at: at.toISOString(),
    duration_ms: end?.durationMs ?? null,
    from,
    to,
    step,
    flow: belonging.flow,
    user_id: belonging.userId,
    // The address comes last: what body and headers give away is looked for in it.
    request: { method: request.method, ...halfOf(request, masker), url: maskText(request.url.href, masker) },
    response: response === null ? null : { status: response.status, ...halfOf(response, masker) },
    failure: failure === null ? null : maskText(failure, masker),
    // Acme Desk says itself which of its answers a fault has shaped; nobody else is believed.
    fault: fault ?? (to === "service" ? headerOf(response ?? { headers: [] }, SHAPED_BY) : null) ?? null,
    repeats,
    checks: end?.checks ?? [],
  };
}

function halfOf(message: Message, masker: Masker) {
  learnCookies(message.headers, masker);
  const body = maskBody(message, masker);
  return { headers: maskHeaders(message.headers, masker), body };
}
