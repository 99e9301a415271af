import { HEADERS } from "@joinery/contract";
import { type SecretVariant, spellSecret } from "@joinery/contract/workshop";
import { FaultRefusal, type HubMeans, type PassingRequest } from "./passing-request.ts";

/** Why an old secret can't be sent. */
export const NO_OLD_SECRET =
  "The secret of this integration was never replaced, so there is no old one. Rotate it in the admin panel first.";
const SPELLED_RIGHT = "This secret can't be spelled wrong in that way. Choose another variant.";

/** The request with another proxy secret, or with none. */
export function varySecret(request: PassingRequest, variant: SecretVariant, means: HubMeans): PassingRequest {
  const headers = new Headers(request.headers);
  if (variant === "missing") headers.delete(HEADERS.proxySecret);
  else headers.set(HEADERS.proxySecret, secretFor(variant, means.secrets));
  return { ...request, headers };
}

function secretFor(variant: Exclude<SecretVariant, "missing">, { current, old }: HubMeans["secrets"]): string {
  const secret = variant === "old" ? old : spellSecret(variant, current);
  if (secret === null) throw new FaultRefusal(variant === "old" ? NO_OLD_SECRET : SPELLED_RIGHT);
  return secret;
}
