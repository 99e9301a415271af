import { HEADERS } from "@joinery/contract";

/** The hub's id of a request, so that both logs can be read together; a new one when there is none or an odd one. */
export function requestIdOf(request: Request): string {
  const given = request.headers.get(HEADERS.requestId) ?? "";
  return /^[A-Za-z0-9._-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}
