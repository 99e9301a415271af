import type { KoaContextWithOIDC } from "oidc-provider";

/** The header that names the faults that have shaped this very answer; `x-joinery-fault` names all that are on. */
export const SHAPED_BY = "x-joinery-shaped-by";

/** Names a fault in the answer that it has shaped. */
export function markShaped(ctx: KoaContextWithOIDC, fault: string): void {
  const named = [ctx.response.headers[SHAPED_BY] ?? []].flat().map(String);
  if (!named.includes(fault)) ctx.append(SHAPED_BY, fault);
}
