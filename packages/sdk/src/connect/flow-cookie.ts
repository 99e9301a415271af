import { FLOW_LIMITS } from "@joinery/contract";
import { z } from "zod";
import { type BrowserCookies, createBrowserCookies } from "../http/browser-cookies.ts";
import { createSeal, type SealSettings } from "../seal.ts";

const begun = z.object({ phase: z.literal("begun"), flow: z.string(), verifier: z.string() });
const redeemed = z.object({
  phase: z.literal("redeemed"),
  flow: z.string(),
  userId: z.string(),
  state: z.string(),
  nonce: z.string(),
  pkceVerifier: z.string(),
  loginHint: z.string().optional(),
  /** The customer's part of the service's host, once the person has said it. */
  site: z.string().optional(),
});
const flowCookie = z.discriminatedUnion("phase", [begun, redeemed]);

/** What the browser keeps for us between the steps of a flow. */
export type FlowCookie = z.infer<typeof flowCookie>;
export type RedeemedCookie = z.infer<typeof redeemed>;
export type FlowCookies = BrowserCookies<FlowCookie>;

const LIFETIME_SECONDS = { begun: FLOW_LIMITS.verifySeconds, redeemed: FLOW_LIMITS.claimSeconds } as const;

/** Reads and writes the sealed cookies of flows (contract 2.1, steps 2 to 5). */
export function createFlowCookies(connectBase: URL, settings: SealSettings): FlowCookies {
  return createBrowserCookies({
    connectBase,
    seal: createSeal(settings, "joinery flow cookie v2", flowCookie),
    idOf: ({ flow }) => flow,
    lifetimeSecondsOf: ({ phase }) => LIFETIME_SECONDS[phase],
  });
}
