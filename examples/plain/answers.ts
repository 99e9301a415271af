import type { IncomingMessage, ServerResponse } from "node:http";

/** What we answer: JSON to the hub, a page to the window of a connect. */
export type Answer = { status: number; body: object | string };

/** A refusal with a status for the hub and a sentence for the user. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.answer = { status, body: { code, message } };
  }
}

/** A ticket as somebody files it; the account is named when there are several. */
export type Ticket = { title?: unknown; text?: unknown; linked_account_id?: unknown };

const LARGEST_BODY = 1_000_000;

/** A success, as the hub expects it. */
export function ok(data: object): Answer {
  return { status: 200, body: { code: "OK", message: "OK", data } };
}

/** A page. Title and sentence are our own, so nothing here needs escaping. */
export function page(status: number, title: string, sentence: string): Answer {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  return { status, body: `<!doctype html><html lang="en">${head}<h1>${title}</h1><p>${sentence}</p></html>` };
}

/** Sends an answer. The address of the callback holds a code, so no page may pass it on as a referrer. */
export function send(response: ServerResponse, { status, body }: Answer): void {
  const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", "referrer-policy": "no-referrer" });
  response.end(typeof body === "string" ? body : JSON.stringify(body));
}

/** Reads the JSON body of a call. */
export async function readBody(request: IncomingMessage): Promise<Ticket> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LARGEST_BODY) throw new Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
  }
  try {
    return JSON.parse(text) ?? {};
  } catch {
    throw new Refusal(400, "BAD_REQUEST", "The body must be JSON.");
  }
}
