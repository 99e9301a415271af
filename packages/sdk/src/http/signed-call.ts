import { HEADERS, Problem } from "@joinery/contract";
import { isSameText } from "../digests.ts";
import type { Log } from "../log.ts";
import type { AssertionVerifier, CheckedAssertion } from "./assertion.ts";
import { readAtMost, TooLarge } from "./read-at-most.ts";

/** The most bytes that a request may carry; the hub sends no more (contract 1.1). */
const MAX_BODY_BYTES = 1_048_576;

/** A request that provably came from the hub, for the user it names. */
export interface SignedCall {
  request: Request;
  /** Path and query relative to the proxy URL, with a slash in front. */
  path: string;
  body: Uint8Array<ArrayBuffer>;
  userId: string;
  assertion: CheckedAssertion;
  requestId: string;
  log: Log;
}

/** A request as it arrived, before any check. */
export interface ArrivedCall {
  request: Request;
  path: string;
  requestId: string;
  log: Log;
}

/** Lets a request through only with one of the proxy secrets and an assertion that fits it (contract 2.2). */
export async function checkCall(
  call: ArrivedCall,
  rules: { proxySecrets: readonly string[]; verifyAssertion: AssertionVerifier },
): Promise<SignedCall> {
  const { headers, method } = call.request;
  await requireSecret(headers.get(HEADERS.proxySecret) ?? "", rules.proxySecrets);

  const body = await readAtMost(call.request.body, MAX_BODY_BYTES).catch((cause) => {
    throw new Problem(cause instanceof TooLarge ? "PAYLOAD_TOO_LARGE" : "BAD_REQUEST", { cause });
  });
  const userId = headers.get(HEADERS.userId) ?? "";
  const token = headers.get(HEADERS.assertion) ?? "";
  const assertion = await rules.verifyAssertion(token, { method, path: call.path, body, userId }, call.log);
  return { ...call, body, userId, assertion };
}

/** Current and next secret are both accepted while one replaces the other; every one is compared, in constant time. */
async function requireSecret(given: string, secrets: readonly string[]): Promise<void> {
  const comparisons = await Promise.all(secrets.map((secret) => isSameText(given, secret)));
  if (!comparisons.includes(true)) throw new Problem("SECRET_WRONG");
}
