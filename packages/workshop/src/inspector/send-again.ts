import { FORWARDED_REQUEST_HEADERS, HEADERS } from "@joinery/contract";
import type { Exchange } from "@joinery/contract/workshop";
import { headerOf, type SentRequest, textOf } from "./messages.ts";
import type { Recorder } from "./recorder.ts";

/** What is sent again: what a person asked for. Everything that the hub says of its own is said anew. */
export interface FreshRequest {
  method: string;
  /** As it was sent, with its query and the path of the proxy URL. */
  path: string;
  userId: string;
  body?: string;
  headers: Readonly<Record<string, string>>;
}

/** Sends a request to the integration as the hub would, signed now, through the address that is recorded. */
export type SendFresh = (request: FreshRequest) => Promise<unknown>;

/**
 * Sends a recorded request to the integration again and answers the new exchange.
 *
 * @throws Error whose message says why it can't be sent again
 */
export async function sendAgain(id: string, recorder: Recorder, sendFresh: SendFresh): Promise<Exchange> {
  const exchange = recorder.find(id);
  const original = recorder.originalOf(id);
  if (exchange === undefined || original === undefined) {
    throw new Error("There is no such exchange. The oldest ones are forgotten when there are many.");
  }
  if (exchange.from !== "hub" || exchange.to !== "integration") {
    throw new Error("Only requests of the hub to the integration can be sent again.");
  }
  const request = freshOf(original);
  let trouble: unknown = new Error("The request was sent again, but nothing of it was recorded.");
  const begun = await recorder.repeat(id, () =>
    sendFresh(request).catch((error: unknown) => {
      trouble = error;
    }),
  );
  const again = begun.map((one) => recorder.find(one)).at(-1);
  // That no answer came is an answer too: the new exchange says why.
  if (again === undefined) throw trouble;
  return again;
}

/** Takes from a request what the hub would have been given; the statements of the hub stay behind. */
export function freshOf(original: SentRequest): FreshRequest {
  const { method, url, body } = original;
  const text = textOf(original);
  if (body.length > 0 && text === null)
    throw new Error("The body of that request was too long, or no text: it was not kept.");
  const copied = FORWARDED_REQUEST_HEADERS.flatMap((name) => {
    const value = headerOf(original, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const headers = Object.fromEntries(copied);
  const userId = headerOf(original, HEADERS.userId) ?? "";
  const request = { method, path: `${url.pathname}${url.search}`, userId, headers };
  return text === null || text === "" ? request : { ...request, body: text };
}
