import { planted } from "./fault.mjs";

const LARGEST_BODY = 1_000_000;
const HEADERS = {
  "cache-control": "no-store",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

/** A refusal: a status and a code for the hub, a sentence for the user. */
export class Refusal extends Error {
  constructor(status, code, sentence, options) {
    super(sentence, options);
    this.status = status;
    this.code = code;
  }
}

/** A success, as the hub expects it. */
export const ok = (data, status = 200) => ({ status, body: { code: "OK", message: "OK", data } });

/** Sends the browser on; always with GET (RFC 9110, 15.4.4). */
export const seeOther = (location, cookie) => ({
  status: 303,
  headers: { location, ...(cookie === undefined ? {} : { "set-cookie": cookie }) },
});

const PAGES = {
  done: ["Acme Desk is connected", "You can close this window."],
  declined: ["Nothing was connected", "You did not allow it at Acme Desk. You can close this window."],
  ended: ["This connection is over", "Please go back to the page you came from and press Connect again."],
  failed: ["Nothing was connected", "Something went wrong with Acme Desk. Please press Connect again."],
};

/** The page where a connect ends. */
export function endPage(name) {
  if (!Object.hasOwn(PAGES, name)) throw new Refusal(404, "NOT_FOUND", "There is nothing here.");
  const [title, sentence] = PAGES[name];
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  const html = `<!doctype html><html lang="en">${head}<h1>${title}</h1><p>${sentence}</p></html>`;
  return { status: 200, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
}

/** What a failure looks like from outside. Anything unexpected is a mistake of ours: 500, without its text. */
export function explain(error, request) {
  const known = error instanceof Refusal;
  if (!known) console.error(error instanceof Error ? error.stack : "Something was thrown that is no error.");
  const { status, code } = known ? error : { status: 500, code: "INTERNAL" };
  const body = { code, message: known ? error.message : "Something went wrong on our side." };
  if (planted("leaks-secret")) body.debug = { path: request.url, headers: request.headers };
  return { status, body };
}

/** Sends an answer. */
export function send(response, { status, headers = {}, body }) {
  const isJson = typeof body === "object";
  response.writeHead(status, { ...HEADERS, ...(isJson ? { "content-type": "application/json" } : {}), ...headers });
  response.end(isJson ? JSON.stringify(body) : body);
}

/** Reads a whole body to its end, also one that is too large: the connection is used again. */
export async function readBody(request) {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= LARGEST_BODY) chunks.push(chunk);
  }
  if (size > LARGEST_BODY) throw new Refusal(413, "PAYLOAD_TOO_LARGE", "The request is too large.");
  return Buffer.concat(chunks).toString("utf8");
}

/** Reads a body as a JSON object. */
export function parseObject(text) {
  try {
    const value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Refused below, like everything else that is no object.
  }
  throw new Refusal(400, "BAD_REQUEST", "The body must be a JSON object.");
}
