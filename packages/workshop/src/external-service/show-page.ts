import type { KoaContextWithOIDC } from "oidc-provider";
import type { Markup } from "./html.ts";

const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/** Sets what every answer of the service carries. */
export async function setSafetyHeaders(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  ctx.set("content-security-policy", `${POLICY}; form-action 'self'`);
  ctx.set("x-content-type-options", "nosniff");
  // Not "no-referrer": with it browsers post forms with `Origin: null`, and nothing tells ours from foreign ones.
  ctx.set("referrer-policy", "same-origin");
  ctx.set("cache-control", "no-store");
  await next();
}

/** Shows a page. */
export function showPage(ctx: KoaContextWithOIDC, markup: Markup): void {
  ctx.status = ctx.status === 404 ? 200 : ctx.status;
  ctx.type = "html";
  ctx.body = markup.toString();
}

/**
 * Shows a page whose form leads back to the app. Browsers apply `form-action` to every redirect that follows, also to
 * those of the app, which nobody here can know; so these pages go without it.
 */
export function showFlowPage(ctx: KoaContextWithOIDC, markup: Markup): void {
  ctx.set("content-security-policy", POLICY);
  showPage(ctx, markup);
}
