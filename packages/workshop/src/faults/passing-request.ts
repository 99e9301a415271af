import type { AssertionClaims } from "@joinery/contract";
import type { FaultId } from "@joinery/contract/workshop";

/** A request on its way to the integration: from the hub, or from a browser. */
export interface PassingRequest {
  method: string;
  /** With its query, as the integration gets it. */
  path: string;
  headers: Headers;
  body: Uint8Array;
}

/** What a forger of the hub's requests can get hold of in a workshop, because hub and workshop are one process. */
export interface HubMeans {
  /** Proxy secrets of the integration; `old` is the one before the last rotation, null when there was none. */
  secrets: { current: string; old: string | null };
  /** Signs claims with the hub's own key; null for a hub that speaks part 1 of the contract and signs nothing. */
  sign: ((claims: AssertionClaims) => Promise<string>) | null;
}

/** What goes to the integration instead of one request. */
export interface ShapedCall {
  /** Each is sent when the one before has been answered. */
  requests: readonly [PassingRequest, ...PassingRequest[]];
  /** Whose answer goes back to where the request came from. */
  answer: "first" | "last";
}

/** A fault, or a variant of a request, that can't be done here. The message says why and what to do instead. */
export class FaultRefusal extends Error {
  override readonly name = "FaultRefusal";
}

/** A fault that is on and could not act on a request. */
export interface RefusedFault {
  fault: FaultId;
  sentence: string;
}
