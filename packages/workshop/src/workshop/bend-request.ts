import { HEADERS } from "@joinery/contract";
import type { WorkshopSend } from "@joinery/contract/workshop";
import type { PassingRequest } from "../faults/passing-request.ts";

/** The request with another text as its secret, and without the headers that are to be left out. */
export function bendRequest(
  request: PassingRequest,
  { secret_text: text, leave_out: names = [] }: Pick<WorkshopSend, "secret_text" | "leave_out">,
): PassingRequest {
  const headers = new Headers(request.headers);
  if (text !== undefined) headers.set(HEADERS.proxySecret, text);
  for (const name of names) headers.delete(name);
  return { ...request, headers };
}
