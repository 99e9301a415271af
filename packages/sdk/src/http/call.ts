import { HEADERS, Problem } from "@joinery/contract";
import { isSameText } from "../digests.ts";
import type { Log } from "../log.ts";
import { MAX_BODY_BYTES } from "./max-body-bytes.ts";
import { readAtMost, TooLarge } from "./read-at-most.ts";

/** A request as it arrived, before any check. */
export interface ArrivedCall {
  request: Request;
  /** Path and query relative to the proxy URL, with a slash in front. */
  path: string;
  requestId: string;
  log: Log;
}

/** A request that was let through, for the user it names. */
export interface Call extends ArrivedCall {
  body: Uint8Array<ArrayBuffer>;
  userId: string;
}

/** The names of the two headers that say who sent a request, and for whom. */
export interface CallHeaders {
  proxySecret: string;
  userId: string;
}

const OURS: CallHeaders = { proxySecret: HEADERS.proxySecret, userId: HEADERS.userId };

/** Lets a request through only with one of the proxy secrets; then reads its body. */
export async function requireCaller(
  call: ArrivedCall,
  { proxySecrets, names = OURS }: { proxySecrets: readonly string[]; names?: CallHeaders },
): Promise<Call> {
  const { headers } = call.request;
  await requireSecret(headers.get(names.proxySecret) ?? "", proxySecrets);
  const body = await readAtMost(call.request.body, MAX_BODY_BYTES).catch((cause) => {
    throw new Problem(cause instanceof TooLarge ? "PAYLOAD_TOO_LARGE" : "BAD_REQUEST", { cause });
  });
  return { ...call, body, userId: headers.get(names.userId) ?? "" };
}

/** Current and next secret are both accepted while one replaces the other; every one is compared, in constant time. */
async function requireSecret(given: string, secrets: readonly string[]): Promise<void> {
  const comparisons = await Promise.all(secrets.map((secret) => isSameText(given, secret)));
  if (!comparisons.includes(true)) throw new Problem("SECRET_WRONG");
}
