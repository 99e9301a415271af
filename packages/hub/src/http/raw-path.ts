import type { IncomingMessage } from "node:http";
import type { Request } from "./environment.ts";

/** The path and query of a request as they stood on the wire, before any URL parser has tidied them up. */
export function rawPathOf(c: Request): { path: string; search: string } {
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming;
  const target = incoming?.url ?? c.req.raw.url;
  const withoutOrigin = target.replace(/^https?:\/\/[^/?#]*/i, "");
  const question = withoutOrigin.indexOf("?");
  return question === -1
    ? { path: withoutOrigin, search: "" }
    : { path: withoutOrigin.slice(0, question), search: withoutOrigin.slice(question) };
}
