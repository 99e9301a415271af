import { readFileSync } from "node:fs";
import type { KoaContextWithOIDC } from "oidc-provider";
import { BodyTooLarge, ForgedForm } from "./forms.ts";
import type { Ledger, LedgerKind } from "./ledger.ts";
import { noticePage } from "./pages/notices.ts";
import type { Route } from "./router.ts";
import { showPage } from "./show-page.ts";

type Step = (ctx: KoaContextWithOIDC, next: () => Promise<void>) => Promise<void>;

/** Answers under its own name only: a foreign name that points to loopback (DNS rebinding) gets nothing. */
export function answerOnlyTo(host: string): Step {
  return async (ctx, next) => {
    if (ctx.host === host) return await next();
    ctx.status = 421;
    ctx.body = `This service does not answer to that host name. Its address is http://${host}`;
  };
}

/** The one place where a throw becomes a page. */
export async function showErrors(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  try {
    await next();
    if (ctx.status === 404 && ctx.body === undefined && ctx.accepts("html", "json") === "html") {
      showNotice(ctx, 404, "There is nothing here", "The address is wrong, or what was here is gone.");
    }
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "SessionNotFound") {
      showNotice(ctx, 400, "This page has expired", "Please start again from the app that sent you here.");
    } else if (error instanceof ForgedForm) {
      showNotice(ctx, 403, "That did not come from here", "Please go back, load the page anew and try again.");
    } else if (error instanceof BodyTooLarge) {
      showNotice(ctx, 413, "That is too much", "Please send less.");
    } else {
      showNotice(ctx, 500, "Something went wrong", "Acme Desk could not do that. Please try again.");
    }
  }
}

function showNotice(ctx: KoaContextWithOIDC, status: number, title: string, sentence: string): void {
  showPage(ctx, noticePage(title, sentence));
  ctx.status = status;
}

/** Style and icon; small, so they are read once and stay in memory. */
export function assetRoutes(): Route[] {
  const asset = (name: string, type: string): Route => {
    const content = readFileSync(new URL(`./pages/${name}`, import.meta.url));
    return {
      method: "GET",
      path: new RegExp(`^/assets/${name.replace(".", "\\.")}$`),
      handle: (ctx) => {
        ctx.set("cache-control", "public, max-age=300");
        ctx.type = type;
        ctx.body = content;
      },
    };
  };
  const css = "text/css; charset=utf-8";
  return [asset("frame.css", css), asset("acme.css", css), asset("acme.svg", "image/svg+xml")];
}

const LOOPBACK = new Set(["::1", "127.0.0.1", "::ffff:127.0.0.1"]);

/** The ledger for tests in another process, in the words of `Ledger.entries`; for this machine only. */
export function ledgerRoute(ledger: Ledger): Route {
  return {
    method: "GET",
    path: /^\/workshop\/ledger$/,
    handle: (ctx) => {
      if (!LOOPBACK.has(ctx.req.socket.remoteAddress ?? "")) return;
      const query = new URLSearchParams(ctx.querystring);
      const kind = query.get("kind");
      const account = query.get("account");
      ctx.body = {
        entries: ledger.entries({
          ...(kind === null ? {} : { kind: kind as LedgerKind }),
          ...(account === null ? {} : { account }),
        }),
      };
    },
  };
}
