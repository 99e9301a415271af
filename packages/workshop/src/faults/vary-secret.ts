import { createHash } from "node:crypto";
import { HEADERS } from "@joinery/contract";
import type { WorkshopSend } from "@joinery/contract/workshop";
import { FaultRefusal, type HubMeans, type PassingRequest } from "./passing-request.ts";

/** What can be wrong with the proxy secret of a request. */
export type SecretVariant = NonNullable<WorkshopSend["secret"]>;

/** Why an old secret can't be sent. */
export const NO_OLD_SECRET =
  "The secret of this integration was never replaced, so there is no old one. Rotate it in the admin panel first.";

/** The request with another proxy secret, or with none. */
export function varySecret(request: PassingRequest, variant: SecretVariant, means: HubMeans): PassingRequest {
  const headers = new Headers(request.headers);
  if (variant === "missing") headers.delete(HEADERS.proxySecret);
  else headers.set(HEADERS.proxySecret, secretFor(variant, means.secrets));
  return { ...request, headers };
}

function secretFor(variant: Exclude<SecretVariant, "missing">, { current, old }: HubMeans["secrets"]): string {
  if (variant === "old" && old === null) throw new FaultRefusal(NO_OLD_SECRET);
  const values = {
    right: () => current,
    empty: () => "",
    wrong: () => differentSecret(current),
    old: () => old ?? "",
    prefix: () => current.slice(0, Math.ceil(current.length / 2)),
    longer: () => `${current}xx`,
  };
  return values[variant]();
}

/** As long as the right one and made of it, so that it is the same each time, but nobody can compute it back. */
function differentSecret(secret: string): string {
  const digits = Math.max(1, Math.ceil(secret.length / 43));
  const blocks = Array.from({ length: digits }, (_, index) =>
    createHash("sha256").update(`not the secret ${index} ${secret}`).digest("base64url"),
  );
  return blocks.join("").slice(0, Math.max(1, secret.length));
}
