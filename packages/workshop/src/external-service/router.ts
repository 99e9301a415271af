import type { KoaContextWithOIDC } from "oidc-provider";

/** One address of the service. */
export interface Route {
  method: "GET" | "POST";
  /** Matched against the whole path; groups become the arguments. */
  path: RegExp;
  handle: (ctx: KoaContextWithOIDC, ...groups: string[]) => Promise<void> | void;
}

/** Turns routes into a step before the provider's own; what no route knows goes on to the provider. */
export function routed(routes: readonly Route[]) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    const method = ctx.method === "HEAD" ? "GET" : ctx.method;
    for (const route of routes) {
      const match = route.method === method ? route.path.exec(ctx.path) : null;
      if (match !== null) return await route.handle(ctx, ...match.slice(1));
    }
    await next();
  };
}
