import { HEADERS } from "@joinery/contract";
import type { FaultId } from "@joinery/contract/workshop";
import { isCallback } from "./callback.ts";
import {
  FaultRefusal,
  type HubMeans,
  type PassingRequest,
  type RefusedFault,
  type ShapedCall,
} from "./passing-request.ts";
import { type RequestVariants, varyRequest } from "./vary-request.ts";
import { NO_OLD_SECRET } from "./vary-secret.ts";
import { NOTHING_SIGNED } from "./vary-signature.ts";

/** What became of a request under the faults that are on. */
export interface ShapedRequest extends ShapedCall {
  /** The faults that shaped it, in the order of `VARIANTS`; empty when it went on as it came. */
  faults: readonly FaultId[];
  /** Faults that are on and could not act on it: never a silent fall-back. */
  refused: readonly RefusedFault[];
}

/** Faults of the hub's side. A request has one secret: of several faults about it the first of this list acts. */
const VARIANTS = new Map<FaultId, RequestVariants>([
  ["secret-missing", { secret: "missing" }],
  ["secret-wrong", { secret: "wrong" }],
  ["secret-old", { secret: "old" }],
  ["request-stale", { signature: "stale" }],
  ["signature-bad", { signature: "other-key" }],
  ["request-replayed", { signature: "replayed" }],
]);

/**
 * Lets the faults of hub and browser act on a request before it reaches the integration. Requests of the hub are known
 * by Blink's headers; everything else comes from a browser.
 */
export async function shapeRequest(
  request: PassingRequest,
  active: ReadonlySet<FaultId>,
  means: HubMeans,
): Promise<ShapedRequest> {
  if (request.headers.has(HEADERS.userId) || request.headers.has(HEADERS.proxySecret))
    return await shapeHubRequest(request, active, means);
  if (active.has("callback-twice") && isCallback(request)) {
    return { requests: [request, request], answer: "first", faults: ["callback-twice"], refused: [] };
  }
  return { requests: [request], answer: "last", faults: [], refused: [] };
}

async function shapeHubRequest(
  request: PassingRequest,
  active: ReadonlySet<FaultId>,
  means: HubMeans,
): Promise<ShapedRequest> {
  let call: ShapedCall = { requests: [request], answer: "last" };
  const faults: FaultId[] = [];
  const refused: RefusedFault[] = [];
  for (const [fault, variants] of VARIANTS) {
    const isOvertaken = variants.secret !== undefined && faults.some((acting) => VARIANTS.get(acting)?.secret);
    if (!active.has(fault) || isOvertaken) continue;
    try {
      call = await varyRequest(call.requests[0], variants, means);
      faults.push(fault);
    } catch (error) {
      if (!(error instanceof FaultRefusal)) throw error;
      refused.push({ fault, sentence: error.message });
    }
  }
  return { ...call, faults, refused };
}

/** Why a fault of the hub's side can't be switched on in this workshop; undefined when it can. */
export function whyNotPossible(fault: FaultId, means: HubMeans): string | undefined {
  const { secret, signature } = VARIANTS.get(fault) ?? {};
  if (secret === "old" && means.secrets.old === null) return NO_OLD_SECRET;
  if ((signature === "stale" || signature === "other-key") && means.sign === null) return NOTHING_SIGNED;
  return undefined;
}
