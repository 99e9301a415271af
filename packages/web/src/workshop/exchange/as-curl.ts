import type { Exchange } from "@joinery/contract/workshop";
import { headersSent } from "./claims.ts";

/** Set by curl itself, or good for one moment only. */
const LEFT_OUT = new Set([
  "host",
  "connection",
  "content-length",
  "accept-encoding",
  "joinery-assertion",
  "traceparent",
]);
/** Where a secret belongs that the reader has in the environment. */
const FROM_ENVIRONMENT: Record<string, string> = { "blink-auth-proxysecret": "$JOINERY_PROXY_SECRET" };
const MARK = /\[secret( [0-9a-f]{4})?\]/;

/**
 * The request as a command line, without its secrets: the proxy secret is taken from the environment, and other headers
 * that hold one are left out. The hub's signed statement is left out, too: it is good for a minute and for one request.
 */
export function asCurl({ request }: Exchange): string {
  const headers = headersSent(request.headers).flatMap(([name, value]) => {
    if (LEFT_OUT.has(name)) return [];
    const variable = FROM_ENVIRONMENT[name];
    if (variable !== undefined) return [`-H "${name}: ${variable}"`];
    return MARK.test(value) ? [] : [`-H ${quoted(`${name}: ${value}`)}`];
  });
  const body = request.body.text ?? "";
  return [
    `curl -i -X ${request.method} ${quoted(request.url)}`,
    ...headers,
    ...(body === "" ? [] : [`--data-raw ${quoted(body)}`]),
  ].join(" \\\n  ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
