/** What reached a handler behind an adapter. */
export interface Echoed {
  method: string;
  target: string;
  bytes: number[];
  headers: [name: string, value: string][];
}

/** Bytes that no text or JSON parser gives back: not UTF-8, a byte order mark, white space around. */
export const DELICATE_BYTES = new Uint8Array([0xef, 0xbb, 0xbf, 0x20, 0x7b, 0x7d, 0x0a, 0xff, 0xfe, 0x00]);

/** A path and a query that changes as soon as somebody decodes or sorts it. */
export const DELICATE_TARGET = "/acme/a%2Fb/c%20d?z=%41&a=1+2&a=%2B&empty=&flag";

/** Says what it was asked, with two cookies that must not become one, and a status of its own. */
export const echo = {
  async fetch(request: Request): Promise<Response> {
    const { pathname, search } = new URL(request.url);
    const bytes = [...new Uint8Array(await request.arrayBuffer())];
    const echoed: Echoed = { method: request.method, target: pathname + search, bytes, headers: [...request.headers] };
    const headers = new Headers({ "x-answer": "one, two" });
    headers.append("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/");
    headers.append("set-cookie", "b=2; Path=/");
    return Response.json(echoed, { status: 201, headers });
  },
};

/** The two cookies of `echo`. */
export const ECHO_COOKIES = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; Path=/", "b=2; Path=/"];
