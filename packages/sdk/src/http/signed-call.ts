import { HEADERS } from "@joinery/contract";
import type { AssertionVerifier, CheckedAssertion } from "./assertion.ts";
import { type ArrivedCall, type Call, requireCaller } from "./call.ts";

/** A request that provably came from the hub, for the user it names. */
export interface SignedCall extends Call {
  assertion: CheckedAssertion;
}

/** Lets a request through only with one of the proxy secrets and an assertion that fits it (contract 2.2). */
export async function checkCall(
  arrived: ArrivedCall,
  rules: { proxySecrets: readonly string[]; verifyAssertion: AssertionVerifier },
): Promise<SignedCall> {
  const call = await requireCaller(arrived, rules);
  const { headers, method } = call.request;
  const { path, body, userId, log } = call;
  const assertion = await rules.verifyAssertion(
    headers.get(HEADERS.assertion) ?? "",
    { method, path, body, userId },
    log,
  );
  return { ...call, assertion };
}
