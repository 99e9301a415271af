import type { SecretVariant } from "@joinery/contract/workshop";
import type { HubMeans, PassingRequest, ShapedCall } from "./passing-request.ts";
import { varySecret } from "./vary-secret.ts";
import { type SignatureVariant, varySignature } from "./vary-signature.ts";

/** What is to be wrong with a request of the hub; what is left out stays right. */
export interface RequestVariants {
  secret?: SecretVariant;
  signature?: SignatureVariant;
}

/**
 * Makes a right request of the hub wrong in a chosen way: for `Workshop.send`, and for the faults of the hub's side.
 *
 * @throws FaultRefusal when this hub can't do it
 */
export async function varyRequest(
  request: PassingRequest,
  { secret = "right", signature = "right" }: RequestVariants,
  means: HubMeans,
): Promise<ShapedCall> {
  return await varySignature(secret === "right" ? request : varySecret(request, secret, means), signature, means);
}
