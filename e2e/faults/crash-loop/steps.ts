/** What a request is for, by method and path, wherever it goes. */
const STEPS = [
  ["press", "POST", /^\/connector\/[^/]+\/auth\/[^/]+$/],
  ["verify", "GET", /^\/connect\/[^/]+\/verify$/],
  ["redeem", "POST", /^\/v2\/connect\/[^/]+\/redeem$/],
  ["claim", "POST", /^\/v2\/connect\/[^/]+\/claim$/],
  ["token", "POST", /^\/token$/],
  ["save", "POST", /^\/v2\/user\/[^/]+\/linked-accounts$/],
  ["refuse", "POST", /^\/v2\/connect\/[^/]+\/refuse$/],
  ["disconnect", "DELETE", /^\/connector\/[^/]+\/linked-accounts\/[^/]+$/],
  ["told", "DELETE", /^\/linked-accounts\/[^/]+$/],
  ["revoke", "POST", /^\/token\/revocation$/],
  ["delete", "DELETE", /^\/v2\/user\/[^/]+\/linked-accounts\/[^/]+$/],
] as const;

/** A step of connect or disconnect. */
export type Step = (typeof STEPS)[number][0];

/** Finds the step that a request makes; `undefined` for one that could not lose anything. */
export function stepOf(method: string, path: string): Step | undefined {
  return STEPS.find(([, itsMethod, itsPath]) => itsMethod === method && itsPath.test(path))?.[0];
}
